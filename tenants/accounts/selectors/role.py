"""Which roles a person has, with what each implies. The rules are the policies'."""

from tenants.accounts.policies.powers import effective, forget_powers, roles_of

forget_roles = forget_powers

__all__ = ["effective", "forget_roles", "roles_of"]
