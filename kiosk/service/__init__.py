"""The acts: what a desk, a gate and security do, each in one transaction."""
