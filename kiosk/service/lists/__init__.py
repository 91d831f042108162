"""Lists of people: read, checked, compared with who is known, taken in."""
