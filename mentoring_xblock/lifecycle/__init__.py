"""The whole life of a person's data: what we hold, giving it to them, and letting it go.

The room promises that there is no row about a person that it does not know: every model of every room is registered
here, and one that is not fails a test. It stands above all rooms and is asked by none.
"""
