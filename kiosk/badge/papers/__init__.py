"""The papers around a print: lists to sign, spare cards, the ruler, the test card."""
