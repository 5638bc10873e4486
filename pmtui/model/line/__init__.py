"""The typed line: one grammar for the command bar, `pmtui log` and scripts."""
