"""Rules of undoing what processing did."""
