"""SQLite as the demo uses it: see `base.py`."""
