"""Plays the LMS scenario of the interface's original document against a running server, in words."""

from vettrak_api.tour.service import Trouble
from vettrak_api.tour.story import play

__all__ = ["Trouble", "play"]
