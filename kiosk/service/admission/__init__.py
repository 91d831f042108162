"""Admission: a presentation becomes a decision and a record."""
