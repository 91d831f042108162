"""The only floor that reads settings, clock, randomness and user. Lower floors receive them."""
