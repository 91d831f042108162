"""What screens say: signs, and the catalogue of their words."""
