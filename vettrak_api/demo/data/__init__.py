"""A database full of people and courses to try things with: the same every time, around today's date."""

from vettrak_api.demo.data.fill import CLIENTS, FEWEST, add_clients, count_clients, fill
from vettrak_api.demo.data.roles import LOGINS, PASSWORD

__all__ = ["CLIENTS", "FEWEST", "LOGINS", "PASSWORD", "add_clients", "count_clients", "fill"]
