"""Meetings in people's own calendars: a file for one meeting, and a private feed that its owner can end.

Promises: a calendar says when, where and with whom, and nothing that anybody wrote about a meeting; a feed's address is
its owner's alone, is stored so that nobody can read it out of the database, and is worth nothing once it was ended.
"""
