"""The meeting point of one incident on several machines: never its record, every journal is a full copy."""
