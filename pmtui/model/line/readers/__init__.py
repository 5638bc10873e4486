"""How each command reads its words: a room for each part of the table of commands."""
