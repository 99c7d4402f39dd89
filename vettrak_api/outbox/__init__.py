"""Messages that wait to be sent, and the ways to send them."""
