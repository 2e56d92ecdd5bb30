"""How passwords are kept."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2(Argon2PasswordHasher):
    """In one thread and 46 MiB, the first choice of OWASP's: with Django's 100 MiB a few guesses at
    once would use up a small server's memory."""

    time_cost, memory_cost, parallelism = 1, 47_104, 1
