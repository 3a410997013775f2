"""How far somebody has come with a goal: five levels in their own words, and where they were on them at which time.

The room promises: a scale and its ratings are read by whoever reads the goal and by nobody else; a rating is never
changed, only followed by another; what all of somebody's goals come to is a number for their own eyes, and never a
grade; and what others are told of it is a mean over five people or more, fixed once, so that no two of them subtract to
one person.
"""
