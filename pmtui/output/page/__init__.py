"""The write-up as one web page."""
