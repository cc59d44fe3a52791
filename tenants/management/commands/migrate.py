"""`manage.py migrate` means every schema, whoever types it."""

from django.db.migrations.autodetector import MigrationAutodetector

from tenants.management.commands.migrate_schemas import Command as MigrateSchemas


class Command(MigrateSchemas):
    """The same as `migrate_schemas`."""

    autodetector = MigrationAutodetector  # a system check compares it with makemigrations'
