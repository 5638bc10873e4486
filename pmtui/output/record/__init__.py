"""incident.toml: the structured record, and its schema."""
