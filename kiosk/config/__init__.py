"""The one floor that reads settings, the clock, chance and the user. Below it, values are handed down."""
