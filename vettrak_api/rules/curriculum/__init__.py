"""Rules about the curriculum as a feeding system tells it: programs, units, schedules, fees, assessments, codes.

Records are told by the names of their fields on the wire; a value is what its field means (a decimal, a moment, ...),
and a field that is not told is not there. `fields.py` alone knows which column keeps which field.
"""
