"""Text on paper: fonts, direction, shaping, and how a text is fitted into its box."""
