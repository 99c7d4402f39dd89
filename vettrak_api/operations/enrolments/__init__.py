"""Operations about enrolments, bookings and results."""
