"""Prints: which badges are chosen, drawn, proven and filed, and the result of each print."""
