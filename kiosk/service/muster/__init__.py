"""The muster: who is inside, now or earlier, on screen or as a file."""
