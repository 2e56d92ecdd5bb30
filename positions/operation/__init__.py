"""What those who run the site ask of it: whether it is up, what it does, what has failed."""
