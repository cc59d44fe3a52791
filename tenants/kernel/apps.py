"""The kernel as a Django app: its tables live in every schema."""

from django.apps import AppConfig


class KernelConfig(AppConfig):
    """Registers the kernel, and keeps the ContentType cache apart by schema."""

    name = "tenants.kernel"
    label = "kernel"
    verbose_name = "Kernel"

    def ready(self) -> None:
        """Install the schema-keyed ContentType cache and the system checks."""
        from tenants.kernel import checks  # noqa: F401  (registers itself; needs loaded models)
        from tenants.kernel.content_types import separate_by_schema

        separate_by_schema()
