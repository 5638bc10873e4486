"""Where an incident is kept: the only package that knows paths."""
