"""Who fits with whom: scores, pairs with capacities and peer groups, over arrays that know no people.

The room promises: answers to `pairing` are the best there are, with a proof that anybody can check; what is locked,
forbidden or full is never overridden, and what can't be met is named; with ids and a seed the answer depends on
neither the order of rows nor the machine. It imports numpy, scipy and the standard library, nothing of this package,
and no Django: people outside use it through `python -m mentoring_xblock.matching`.
"""
