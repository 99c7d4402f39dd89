"""Operations about tasks."""
