"""Who may enter the editors' desk: passwords, second factors, limits on guesses, sessions."""
