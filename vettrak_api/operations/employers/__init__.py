"""Operations about employers."""
