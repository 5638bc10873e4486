"""Typed text on its way into a document."""
