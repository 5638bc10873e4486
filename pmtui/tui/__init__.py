"""The screens: the only part that imports Textual."""
