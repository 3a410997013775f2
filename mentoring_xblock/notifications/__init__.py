"""Mails, from the transaction that causes them to the recipient's mailbox.

The room promises: a mail is queued in the transaction of what it tells, so there is none about what did not happen and
none is forgotten; one event gives one person one mail; however many senders run at once, a mail goes out once; where
nobody can know whether it went out, it is marked and not sent again by itself.
"""
