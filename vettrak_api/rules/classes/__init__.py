"""Rules of classes and attendance."""
