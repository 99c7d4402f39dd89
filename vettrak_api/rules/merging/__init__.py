"""Two records of one person become one, and become two again when that was wrong."""
