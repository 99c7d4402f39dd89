"""Plays the LMS scenario of the interface's original document against a running server, in words."""

from vettrak_api.demo.tour.service import Trouble
from vettrak_api.demo.tour.story import play

__all__ = ["Trouble", "play"]
