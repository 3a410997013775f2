"""The demo's course: its key, its name and what its units hold."""

COURSE_KEY = "course-v1:TAMK+TUOTTAJA+2026"
COURSE_NAME = "Tuottajapankki: mentorointi"

#: (unit title, [(block type, {field name: JSON value})]), in course order. A block's key is made from its type and its
#: place among the blocks of that type, so a block that is added goes after the others of its type.
UNITS: list[tuple[str, list[tuple[str, dict]]]] = [
    ("Ohjelma", [("mentoring_programme", {"display_name": "Tuottajapankin mentorointi"})]),
    ("Tavoitteeni", [("mentoring_goals", {"display_name": "Tavoitteeni"})]),
    ("Oppimispäiväkirja", [("mentoring_journal", {"display_name": "Oppimispäiväkirja"})]),
    ("Parini ja ryhmäni", [("mentoring_dashboard", {"display_name": "Parini ja ryhmäni"})]),
]
