"""Looking back at what one has written: timeline, search, a year in a picture, insights, and all of it to take away.

The room promises: whatever it shows is the reader's own and nobody else's; search words travel in bodies and are kept
nowhere; it keeps no copy of a text, nor an index of words; and a page takes the same number of queries for twenty
entries and for two thousand. It has no tables.
"""
