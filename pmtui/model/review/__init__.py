"""The review: what can be wrong with an incident's record or write-up."""
