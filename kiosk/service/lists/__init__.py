"""Lists of people: read, checked, compared with the people already known, imported."""
