"""Mentoring agreements: drafted together, signed by everybody in the group, in versions.

Promises: nothing holds before everybody has signed it; nobody signs other words than those they saw; what was signed
stays as it was, and holds until everybody has signed what comes after it; nobody outside of the group reads it.
"""
