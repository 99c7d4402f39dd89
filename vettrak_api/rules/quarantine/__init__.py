"""Rules about what waits in quarantine."""
