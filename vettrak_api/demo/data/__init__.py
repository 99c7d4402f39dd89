"""A database full of people and courses to try things with: the same every time, around today's date."""

from vettrak_api.demo.data.crowd import PRESENT, add_clients, count_clients
from vettrak_api.demo.data.fill import CLIENTS, FEWEST, fill
from vettrak_api.demo.data.roles import LOGINS, PASSWORD

__all__ = ["CLIENTS", "FEWEST", "LOGINS", "PASSWORD", "PRESENT", "add_clients", "count_clients", "fill"]
