"""Sample portals for students, employers and staff: an application of its own that knows the server by SOAP alone."""
