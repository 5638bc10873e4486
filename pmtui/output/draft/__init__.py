"""The Markdown draft of the postmortem."""
