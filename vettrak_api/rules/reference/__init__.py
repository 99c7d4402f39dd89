"""Rules about reference data: codes, vocabularies, defaults."""
