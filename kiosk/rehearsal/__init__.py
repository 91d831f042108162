"""A simulated crowd, webcam and opening day."""
