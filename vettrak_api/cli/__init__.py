"""The program `vettrak-api`: one module per group of commands, `vettrak_api.cli:app` is the entry."""

from vettrak_api.cli.program import app

__all__ = ["app"]
