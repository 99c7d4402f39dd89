"""Demonstration data, and a tour that plays an integration against a server."""
