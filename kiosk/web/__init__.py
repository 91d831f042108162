"""The pages of a station: what a browser shows, and what people do there."""
