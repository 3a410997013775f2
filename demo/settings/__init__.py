"""Settings of the demo host: `base` for `make run`, `test` and `test_mysql` for the suite, `workbench` for a smoke,
`proof` for `make prove-reminders`, `durability` for `make prove-durability`.
"""
