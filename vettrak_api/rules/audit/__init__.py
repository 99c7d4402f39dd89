"""Rules of the audit trail: its chain of seals, its retention, and the forgetting of persons."""
