"""The demo's people, course and content. `run.seed` puts them into an empty database and changes nothing twice."""
