"""Reads members of object parameters that several operations take."""
