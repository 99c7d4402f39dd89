"""The reference of the interface: a page for every function, class and code list, served and as files."""
