"""Operations about events."""
