"""`python -m vettrak_api.cli`: for IIS, which starts the interpreter itself, with no other process between."""

from vettrak_api.cli import app

if __name__ == "__main__":
    app()
