"""What the matching group makes of applications: ratings, comments, suggestions of pairs.

Promises: a matcher's notes are read by matchers only, never by the one they are about, and by nobody once the pairs
have been published; where reading is blind, nobody sees another's rating of an application before giving their own.
"""
