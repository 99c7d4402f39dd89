"""Rules about clients."""
