"""The database's history: one revision after another, each undone by its downgrade."""
