"""Prints: who is chosen, what is drawn, proven, filed, and what became of it."""
