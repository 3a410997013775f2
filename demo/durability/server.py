"""A web server that can be killed at any moment, and is there again a tenth of a second later.

One process has loaded everything and does nothing but fork: each start is a new child of it, which opens the database
for itself. It is forked off before the browser is started, so it has one thread and no connection.
"""

from __future__ import annotations

import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterable
from socketserver import ThreadingMixIn
from threading import Thread
from typing import Any, NoReturn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

HOST = "127.0.0.1"
Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

#: Seconds in which a request has to begin once there is a connection: browsers open some that they never use.
BEGIN = 3
#: Seconds that a server gets to answer what it has begun, when it is asked to stop.
PATIENCE = 4

_START, _KILL, _STOP, _DONE = b"s", b"k", b"t", b"."


class Server:
    """A server on a port of its own; a context manager. It answers nobody before `start`.

    Args:
        application: what answers. No connection may be open when the context is entered.
    """

    def __init__(self, application: Application):
        self._application = application
        with socket.socket() as probe:
            probe.bind((HOST, 0))
            self._port = probe.getsockname()[1]
        self._words: socket.socket | None = None
        self._forker = 0

    @property
    def address(self) -> str:
        """Where it is, while it runs."""
        return f"http://{HOST}:{self._port}"

    def __enter__(self) -> Server:
        self._words, heard = socket.socketpair()
        sys.stdout.flush()
        sys.stderr.flush()
        self._forker = os.fork()
        if not self._forker:
            self._words.close()
            _fork_when_told(heard, self._application, self._port)
        heard.close()
        return self

    def __exit__(self, *_: object) -> None:
        self._words.close()
        os.waitpid(self._forker, 0)

    def start(self) -> None:
        """Start a server unless one runs; it listens when this returns."""
        self._say(_START)

    def kill(self) -> None:
        """End the server as a power cut does: whatever it was doing is left undone."""
        self._say(_KILL)

    def stop(self) -> None:
        """Ask the server to end: it takes nothing new, and answers what it has begun."""
        self._say(_STOP)

    def _say(self, word: bytes) -> None:
        self._words.sendall(word)
        if self._words.recv(1) != _DONE:
            raise ConnectionError("The process that starts the servers has ended.")


def _fork_when_told(words: socket.socket, application: Application, port: int) -> NoReturn:
    """Start and end one server after another until nobody says anything any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    running = 0
    while word := words.recv(1):
        if running and word == _START and os.waitpid(running, os.WNOHANG)[0]:
            running = 0  # it has ended by itself
        if word == _START and not running:
            running = _fork(words, application, port)
        elif word in (_KILL, _STOP) and running:
            _end(running, politely=word == _STOP)
            running = 0
        words.sendall(_DONE)
    if running:
        _end(running, politely=False)
    os._exit(0)


def _end(process: int, *, politely: bool) -> None:
    """End a child, and wait until it has."""
    if politely:
        os.kill(process, signal.SIGTERM)
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            if os.waitpid(process, os.WNOHANG)[0]:
                return
            time.sleep(0.01)
    os.kill(process, signal.SIGKILL)
    os.waitpid(process, 0)


def _fork(words: socket.socket, application: Application, port: int) -> int:
    """Start a server, and return its process once it listens."""
    ready, tell = os.pipe()
    process = os.fork()
    if not process:
        words.close()
        os.close(ready)
        _serve(application, port, tell)
    os.close(tell)
    os.read(ready, 1)
    os.close(ready)
    return process


def _serve(application: Application, port: int, tell: int) -> NoReturn:
    server = _Listening((HOST, port), _Answering)
    server.set_app(application)
    # Whoever stops a server waits in another thread than the one that serves.
    signal.signal(signal.SIGTERM, lambda *_: Thread(target=server.shutdown).start())
    os.write(tell, _DONE)
    os.close(tell)
    server.serve_forever(poll_interval=0.02)
    server.server_close()
    os._exit(0)


class _Listening(ThreadingMixIn, WSGIServer):
    """One thread a request; closing it waits for them."""

    request_queue_size = 50

    def server_bind(self) -> None:
        # Without asking for the machine's name, which may take a name server.
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(self.server_address)
        self.server_name, self.server_port = HOST, self.server_address[1]
        self.setup_environ()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Pass over browsers that went away, and over connections that were opened for nothing."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


class _Answering(WSGIRequestHandler):
    timeout = BEGIN

    def log_message(self, *_: object) -> None:
        """Say nothing of every request."""
