"""Runs the application: web servers, and what goes on beside the calls."""
