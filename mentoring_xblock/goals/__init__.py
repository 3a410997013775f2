"""Goals that a mentee writes on a worksheet, and shares one by one.

The room promises: a goal is readable by its owner and by nobody else until a share says so; it can be saved unfinished,
and the page says what is still open; no version of it overwrites another unseen, because where two devices disagree
both texts are kept; what is deleted can be brought back for thirty days; and what others are told about somebody's
goals is how many there are, never a word of them.
"""
