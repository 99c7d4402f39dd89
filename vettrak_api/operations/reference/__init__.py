"""Operations that list reference data."""
