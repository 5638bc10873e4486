"""What nobody logged live: somebody else's text as proposed entries."""
