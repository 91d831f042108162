"""The drawing of one badge: content and elements become marks."""
