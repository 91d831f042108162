"""New versions of the event document, and what they do to the people on the list."""
