"""What every room shares: rows with public ids, errors, authored texts, safe Markdown, pages of lists, days in words.

The room promises: it is the bottom of the house and knows nothing of ours; what a person wrote becomes HTML in one
place and cannot bring any of its own; an error carries a sentence for the reader and never what somebody wrote.
"""
