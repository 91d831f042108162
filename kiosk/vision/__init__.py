"""Cameras and the readers of QR codes."""
