"""The lists that a database needs before anything else, as data: national code lists, the server's vocabulary."""
