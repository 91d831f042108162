"""The wiring: the only floor that builds a station's objects and connects them."""
