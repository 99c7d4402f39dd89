"""Rules about enrolments, their units, prices and results."""
