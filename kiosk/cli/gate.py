"""Own commands of `kiosk`."""
