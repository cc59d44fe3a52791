"""The database engine: django-tenants' backend, made strict, and the roles it runs under."""
