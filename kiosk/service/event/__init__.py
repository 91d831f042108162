"""New versions of the event document, and their effects on the people on the list."""
