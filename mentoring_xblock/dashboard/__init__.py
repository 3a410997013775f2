"""One page for whoever looks after others in the programme, and what is new for who is looked after.

The room promises: a mentor sees the people whom they mentor now and nobody else, and of them what these share or hand
in, with nothing that hints at the rest; a coordinator sees all groups, counts and bands, and never a text; every page
costs the same number of queries for few people and for many. It owns no rows: it reads other rooms through their apis.
"""
