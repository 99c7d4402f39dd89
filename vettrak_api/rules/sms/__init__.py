"""Rules of text messages."""
