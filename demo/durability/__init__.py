"""Proof that nothing is lost that somebody typed: a real browser, a server that dies, and every fault by the dozen."""
