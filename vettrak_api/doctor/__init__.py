"""Examines an installation: what is in order, what is doubtful, what is broken, and what to do about each."""
