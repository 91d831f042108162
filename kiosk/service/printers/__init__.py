"""Real printers: a spooler takes a file and reports its outcome."""
