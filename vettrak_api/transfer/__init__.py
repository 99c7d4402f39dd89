"""Data of an installation as sheets: what each one holds, reading and judging them, and writing them out."""
