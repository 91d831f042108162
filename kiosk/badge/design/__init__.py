"""The design of badges: templates, their elements, and how they are read."""
