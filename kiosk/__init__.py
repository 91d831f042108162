"""Accredit people to a large fair, print their QR badges, and let the right ones in."""
