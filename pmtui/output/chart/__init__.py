"""The picture of an incident's timeline."""
