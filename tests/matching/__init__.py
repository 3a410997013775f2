"""The matching engine, over arrays of invented people."""
