"""Engines, connections, transactions and migrations, for the databases that the server runs on."""
