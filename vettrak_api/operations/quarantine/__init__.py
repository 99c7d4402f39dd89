"""Operations about web enrolments, which wait in quarantine until staff process them."""
