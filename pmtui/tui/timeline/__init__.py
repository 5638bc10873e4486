"""The timeline: any number of wrapped rows, of which only those in sight are made."""
