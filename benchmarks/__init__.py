"""The races that Kiosk runs against good peers, and their figures (benchmarks/README.md)."""
