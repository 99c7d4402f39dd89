"""The lists that a database needs before anything else: national code lists and the server's own vocabulary."""

from vettrak_api.reference_data.load import load_reference_data

__all__ = ["load_reference_data"]
