"""The incident: what follows from the set of its entries."""
