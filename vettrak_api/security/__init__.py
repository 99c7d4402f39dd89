"""Log-ins: passwords, tokens and the throttling of failures."""
