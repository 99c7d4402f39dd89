"""Rules of awards."""
