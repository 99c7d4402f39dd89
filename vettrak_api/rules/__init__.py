"""The field's rules in the field's words; nothing here knows of SOAP."""
