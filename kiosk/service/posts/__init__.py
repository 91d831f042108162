"""Posts: what the processes of one station tell each other, and what stewards do at a gate."""
