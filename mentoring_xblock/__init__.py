"""A mentoring programme inside an Open edX course: pairs, goals, journals, hand-ins and what coaches need to see."""

__version__ = "0.1.0"
