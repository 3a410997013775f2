/* What is typed and not yet saved, kept on this device so that nobody else can read it.

   Texts lie encrypted (AES-GCM) in localStorage, so that they survive a closed tab and a crash. The key is one a person;
   the server gives it to whoever is signed in, and it is nowhere but in this page's memory, where no script can read it
   out again. Names are `mentoring-draft:OWNER:BLOCK:PAGE`, told by the server and telling nothing. What others have left
   on this device is removed when a page opens. Over plain http browsers have no Web Crypto and no locks: the library at
   [data-mn-cipher] seals there, and pages ask each other which are open.

   `Mentoring.drafts(url, block)` resolves to a box once the key is there, and asks again until it is:
     put(page, value)  keep a JSON value for a page; resolves to whether it is kept
     drop(page)        forget it, and whatever is still on its way into the box
     all()             what is kept of this block and open in no other tab, newest first: [{page, value}]
     hold(page, part)  say that this page is open, as long as it is; `part` is called if it has not answered in time, and
                       another one has taken up its text
     kept              whether this browser keeps anything at all */
(function () {
  'use strict';
  if (window.Mentoring.drafts) { return; }

  var PREFIX = 'mentoring-draft:';
  var WAITS = [500, 1000, 2000, 4000, 8000];
  var PIECE = 32768;
  var LET_GO = 500;
  var cipher = null;

  function storage(act) {
    // A browser may refuse storage altogether, or have no room left.
    try { return act(window.localStorage); } catch (error) { return undefined; }
  }

  function names() {
    return storage(function (store) { return Object.keys(store); }) || [];
  }

  function coded(bytes) {
    var text = '';
    for (var i = 0; i < bytes.length; i += PIECE) { text += String.fromCharCode.apply(null, bytes.subarray(i, i + PIECE)); }
    return btoa(text);
  }

  function bytes(text) {
    return Uint8Array.from(atob(text), function (letter) { return letter.charCodeAt(0); });
  }

  function pageOf(name) { return name.slice(name.lastIndexOf(':') + 1); }

  function later(delay) {
    return new Promise(function (done) { setTimeout(done, delay); });
  }

  /** How to seal a text for one name: what is moved to another name can't be opened there. */
  function way(name, iv) {
    return { name: 'AES-GCM', iv: iv, additionalData: new TextEncoder().encode(name) };
  }

  function seal(key, name, value) {
    var iv = crypto.getRandomValues(new Uint8Array(12));
    return cipher.encrypt(way(name, iv), key, new TextEncoder().encode(JSON.stringify(value))).then(function (sealed) {
      return JSON.stringify({ v: 1, at: Date.now(), iv: coded(iv), text: coded(new Uint8Array(sealed)) });
    });
  }

  /** Open a sealed text with whichever key fits; null if none does. */
  function open(keys, name, kept) {
    var found = {};
    try { found = JSON.parse(kept) || {}; } catch (error) { return Promise.resolve(null); }
    if (found.v !== 1) { return Promise.resolve(null); }
    return keys.reduce(function (before, key) {
      return before.then(function (opened) {
        if (opened) { return opened; }
        return Promise.resolve().then(function () {
          return cipher.decrypt(way(name, bytes(found.iv)), key, bytes(found.text));
        }).then(function (plain) {
          return { at: Number(found.at) || 0, value: JSON.parse(new TextDecoder().decode(plain)) };
        }).catch(function () { return null; });
      });
    }, Promise.resolve(null));
  }

  /** Find what seals: the browser's own, or the library in its place. */
  function findCipher() {
    function gcm(how, key) { return window.Mentoring.gcm(key, how.iv, how.additionalData); }
    cipher = crypto.subtle || {
      importKey: function (raw, key) { return key; },
      encrypt: function (how, key, text) { return Promise.resolve(gcm(how, key).encrypt(text)); },
      decrypt: function (how, key, text) { return gcm(how, key).decrypt(text); },
    };
    return crypto.subtle || new Promise(function (done, fail) {
      var script = document.createElement('script');
      script.src = document.querySelector('[data-mn-cipher]').dataset.mnCipher;
      script.onload = done;
      script.onerror = fail;
      document.head.appendChild(script);
    });
  }

  function locked() {
    return navigator.locks.query().then(function (found) {
      return found.held.map(function (lock) { return lock.name; });
    }, function () { return []; });
  }

  function Box(owners, keys, block) {
    var prefix = PREFIX + owners[0] + ':' + block + ':';
    var newest = {};
    var puts = 0;
    var running = {};
    var mine = {};
    var locks = {};
    var heard = [];
    // A page that sleeps hears what was said meanwhile as soon as it wakes.
    var channel = !navigator.locks && window.BroadcastChannel && new BroadcastChannel(PREFIX + block);

    function tell(what, pages) {
      if (channel) { channel.postMessage([what, pages]); }
    }

    if (channel) {
      channel.onmessage = function (event) {
        var pages = event.data[1];
        if (event.data[0] === 'who') { tell('open', Object.keys(mine)); }
        if (event.data[0] === 'open') { heard = heard.concat(pages); }
        if (event.data[0] === 'taken') { pages.forEach(leave); }
      };
    }

    function leave(page) {
      var part = mine[page];
      delete mine[page];
      if (part) { part(); }
    }

    /** The names of what locks, or would lock, the pages that are open in some tab. */
    function held() {
      if (navigator.locks) { return locked(); }
      heard = [];
      tell('who');
      return later(LET_GO).then(function () { return heard.map(function (page) { return PREFIX + page; }); });
    }

    function write(page) {
      var name = prefix + page;
      var number = newest[page].number;
      return seal(keys[0], name, newest[page].value).then(function (sealed) {
        // Dropped, or overtaken by a newer text, while it was sealed.
        if (!newest[page]) { return false; }
        if (newest[page].number !== number) { return write(page); }
        return storage(function (store) { store.setItem(name, sealed); return true; }) === true;
      });
    }

    function put(page, value) {
      puts += 1;
      newest[page] = { value: value, number: puts };
      running[page] = running[page] || write(page).then(
        function (kept) { running[page] = null; return kept; },
        function () { running[page] = null; return false; }
      );
      return running[page];
    }

    function drop(page) {
      newest[page] = null;
      owners.forEach(function (owner) {
        storage(function (store) { store.removeItem(PREFIX + owner + ':' + block + ':' + page); });
      });
    }

    function ours() {
      return names().filter(function (name) {
        return owners.some(function (owner) { return name.indexOf(PREFIX + owner + ':' + block + ':') === 0; });
      });
    }

    function read(name) {
      return open(keys, name, storage(function (store) { return store.getItem(name); }) || '').then(function (found) {
        // None of a person's keys fits any more: it can never be read again.
        if (!found) { storage(function (store) { store.removeItem(name); }); return null; }
        return { page: pageOf(name), at: found.at, value: found.value };
      });
    }

    /** The names of what is kept and open in no other tab. A page that crashed lets its lock go a moment later. */
    function free(again) {
      var found = ours();
      if (!found.length) { return Promise.resolve(found); }
      return held().then(function (locks) {
        var theirs = found.filter(function (name) { return !mine[pageOf(name)] && locks.indexOf(PREFIX + pageOf(name)) >= 0; });
        if (theirs.length && !again) { return later(LET_GO).then(function () { return free(true); }); }
        found = found.filter(function (name) { return theirs.indexOf(name) < 0; });
        tell('taken', found.map(pageOf).filter(function (page) { return !mine[page]; }));
        return found;
      });
    }

    function all() {
      return free(false).then(function (found) { return Promise.all(found.map(read)); }).then(function (found) {
        return found.filter(Boolean).sort(function (one, two) { return two.at - one.at; });
      });
    }

    function hold(page, part) {
      mine[page] = part;
      tell('taken', [page]);
      if (!navigator.locks || locks[page]) { return; }
      locks[page] = navigator.locks.request(PREFIX + page, { ifAvailable: true }, function (lock) {
        // Two tabs that were restored at once took up the same text: this one goes on as a page of its own.
        if (!lock) { leave(page); return null; }
        return new Promise(function () { return null; }); // until the page is gone
      }).catch(function () { return null; });
    }

    return { kept: true, put: put, drop: drop, all: all, hold: hold };
  }

  /** Where a browser keeps nothing: the page works, and says so. */
  function NoBox() {
    return {
      kept: false,
      put: function () { return Promise.resolve(false); },
      drop: function () { return null; },
      all: function () { return Promise.resolve([]); },
      hold: function () { return null; },
    };
  }

  function keeps() {
    return storage(function (store) {
      store.setItem(PREFIX, '');
      store.removeItem(PREFIX);
      return true;
    }) === true;
  }

  /** Ask for the key until it comes: without it nothing that is typed would have a place. */
  function ask(url, tries) {
    return window.Mentoring.post(url, {}).then(function (answer) {
      if (answer.status !== 200 || !answer.body || !answer.body.keys) { throw new Error('no key'); }
      return answer.body;
    }).catch(function () {
      return later(WAITS[Math.min(tries, WAITS.length - 1)]).then(function () { return ask(url, tries + 1); });
    });
  }

  window.Mentoring.drafts = function (url, block) {
    if (!keeps()) { return Promise.resolve(NoBox()); }
    return Promise.all([ask(url, 0), findCipher()]).then(function (got) {
      var told = got[0];
      names().forEach(function (name) {
        var strange = name.indexOf(PREFIX) === 0 && told.owners.indexOf(name.split(':')[1]) < 0;
        if (strange) { storage(function (store) { store.removeItem(name); }); }
      });
      return Promise.all(told.keys.map(function (key) {
        return cipher.importKey('raw', bytes(key), 'AES-GCM', false, ['encrypt', 'decrypt']);
      })).then(function (keys) { return Box(told.owners, keys, block); });
    }).catch(NoBox);
  };
}());
