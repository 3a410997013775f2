"""The plan, its mirror, the people of a round, and the programme's page."""
