"""Rules about money, invoices and payments."""
