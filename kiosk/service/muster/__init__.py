"""Who is inside: now or earlier, on screen or as a file."""
