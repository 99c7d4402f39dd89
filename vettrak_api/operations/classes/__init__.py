"""Operations about classes and attendance."""
