"""How records are read: one SELECT per wire type, whose labels are the wire's member names."""
