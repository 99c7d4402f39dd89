"""Rules about occurrences: their places, and what the web may see of them."""
