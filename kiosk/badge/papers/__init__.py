"""The papers besides badges: lists to sign, spare badges, the ruler page, the test card."""
