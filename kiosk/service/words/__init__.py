"""The words of screens: signs, and the catalogue of their texts."""
