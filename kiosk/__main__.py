"""`python -m kiosk` is the command line."""

from kiosk.cli import main

main()
