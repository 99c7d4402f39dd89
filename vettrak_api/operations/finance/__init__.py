"""Operations about invoices and payments."""
