"""How relationships end: what was quiet for long is warned, and closed when nothing happens.

Promises: nobody's relationship ends without a warning that both could answer; an ending names no fault.
"""
