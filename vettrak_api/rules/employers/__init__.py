"""Rules about employers."""
