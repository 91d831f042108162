"""Real printers: a spooler takes a file and reports what became of it."""
