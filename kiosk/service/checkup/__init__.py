"""The check-up of a station, its files and its cameras."""
