"""Operations that process web enrolments and undo it."""
