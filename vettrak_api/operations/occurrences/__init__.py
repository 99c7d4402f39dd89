"""Operations about programmes and occurrences, as web sites show them."""
