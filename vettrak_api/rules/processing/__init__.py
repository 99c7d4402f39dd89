"""Rules of processing: a web enrolment becomes clients, employers, enrolments and invoices."""
