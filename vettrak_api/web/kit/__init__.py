"""What all sites of pages share: visits, log-in, errors."""
