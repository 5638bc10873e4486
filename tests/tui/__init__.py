"""Promises of pmtui, one sentence each."""
