"""Paper: templates, fonts, shaping, pictures and the PDF."""
