"""The SQLite file of one station."""
