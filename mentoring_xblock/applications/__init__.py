"""Calls that authors publish, and the applications that people write to them.

Promises: a call opens and closes by the programme's own clock, on the server; what was typed is kept while it is
written; an application is read by its writer, the coordinators and the matching group, and by nobody else; nobody hears
of a decision before a coordinator has seen the mail that tells it.
"""
