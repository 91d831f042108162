"""Secrets: epoch and series keys, the station key, their files."""
