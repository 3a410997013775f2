"""What every room shares: rows with public ids, errors, authored texts, safe Markdown, and the block base class.

The kit promises that a handler of ours always meets the same conditions: a JSON body, the real person behind the
request, no learner rows outside the LMS, and an error that is shown beside its field. It knows no room.
"""
