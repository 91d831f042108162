"""Badges on the list: their life, their numbers, and what they say about a person."""
