"""One open window's state, without a widget."""
