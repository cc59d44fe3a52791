"""`manage.py migrate` means every schema, whoever types it."""

from tenants.management.commands.migrate_schemas import Command as MigrateSchemas


class Command(MigrateSchemas):
    """The same as `migrate_schemas`."""
