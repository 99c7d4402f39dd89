"""Operations about clients."""
