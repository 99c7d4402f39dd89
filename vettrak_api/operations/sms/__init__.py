"""Operations about text messages."""
