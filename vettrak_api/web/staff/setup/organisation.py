"""The set-up of the organisation itself."""
