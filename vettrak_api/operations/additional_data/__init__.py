"""Operations about additional fields and free queries."""
