"""The parts of ``deploy/bench tenancy`` that run inside Django: ours, plain, and django-tenants as it ships."""
