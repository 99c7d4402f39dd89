"""Many organisations in one installation: which there are, whose request is whose, and how they are made and kept."""
