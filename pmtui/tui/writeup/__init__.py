"""The write-up in place of the timeline: sections, editor, preview, review, and entries taken over from a text."""
