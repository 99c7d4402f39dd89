"""Operations about awards."""
