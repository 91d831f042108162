"""Own the way to real printers: a spooler takes a file, and says what became of it."""
