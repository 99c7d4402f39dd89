"""Messages that wait to be sent, and the ways to send them. Nothing else writes to the outbox's table."""
