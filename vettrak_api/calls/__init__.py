"""What every call goes through, whichever door it came by: the steps, the scopes, the results."""
