"""What is held of a person: who may see all of it, who corrects it, when it goes, and what keeps it."""
