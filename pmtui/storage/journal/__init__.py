"""The journal: the append-only file that is the truth of an incident."""
