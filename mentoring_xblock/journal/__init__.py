"""The journal: entries that a person writes for themselves first, and shares one by one.

The room promises: an entry is readable by its author and by nobody else until a share says so; nothing typed is lost,
because every pause saves, a retried save makes one entry, and where two devices disagree both texts are kept before
anybody chooses; what is deleted can be brought back for thirty days; and what others are told about a journal is a
number of entries in bands, never a word of them.
"""
