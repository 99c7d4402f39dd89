"""The curriculum REST API, below /api/rest/v1: programs, units, schedules, fees, assessments, competencies, codes."""
