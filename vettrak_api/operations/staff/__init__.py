"""Operations about staff: whom they may see and teach."""
