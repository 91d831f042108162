"""The PDF: pages, sheets, pictures, many badges at once, and the way back to pixels."""
