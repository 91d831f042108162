"""The people on the list, and the acts of the registration desk."""
