"""Benchmarks of Kiosk against good peers, and their figures (benchmarks/README.md)."""
