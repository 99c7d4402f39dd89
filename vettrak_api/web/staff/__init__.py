"""The staff pages: what came from the web, matched by people and turned into enrolments."""
