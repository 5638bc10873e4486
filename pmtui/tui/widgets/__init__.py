"""The panes and the command bar."""
