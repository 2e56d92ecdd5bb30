"""A database engine that brings its own server: Django's PostgreSQL engine over a wheel.

For trying the site out and for its tests; docs/decisions/0002-embedded-database.md says why.
"""
