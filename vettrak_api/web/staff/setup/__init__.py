"""The pages under /staff/setup: the organisation, and what it offers, where and by whom."""
