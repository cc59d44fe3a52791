"""Django's record of the models while migrations run, made quickly where something is only added.

Django renders all that is related to a model again whenever anything is said about it. Here everything is
related by way of the person, and rendering was nine tenths of making a schema. Adding needs none of it: what
was there stays as it is.
"""

from django.db.migrations.state import ModelState, ProjectState
from django.db.models import Index
from django.db.models.constraints import BaseConstraint


class GrowingState(ProjectState):
    """Says the same of the models as its base does.

    The classes of the state before an operation are those of the state after it here, with what it added.
    The operations that add a model, an index or a constraint look at the state after alone.
    """

    def add_model(self, model_state: ModelState) -> None:
        """Add a model; if it is a new one, only itself is rendered."""
        key = (model_state.app_label, model_state.name_lower)
        if key in self.models or not self._is_rendered():
            super().add_model(model_state)
            return
        self.models[key] = model_state
        if self._relations is not None:  # type: ignore[attr-defined]
            self.resolve_model_relations(key)
        self.apps.render_multiple([model_state])

    def add_index(self, app_label: str, model_name: str, index: Index) -> None:
        """Add an index to a model, of which nothing is rendered."""
        self._note("indexes", app_label, model_name, index)

    def add_constraint(self, app_label: str, model_name: str, constraint: BaseConstraint) -> None:
        """Add a constraint to a model, of which nothing is rendered."""
        self._note("constraints", app_label, model_name, constraint)

    def _note(self, option: str, app_label: str, model_name: str, added: object) -> None:
        options = self.models[app_label, model_name].options
        options[option] = [*options[option], added]
        if self._is_rendered():
            meta = self.apps.get_model(app_label, model_name)._meta
            setattr(meta, option, [*getattr(meta, option), added])
            vars(meta).pop("total_unique_constraints", None)  # worked out from the constraints

    def _is_rendered(self) -> bool:
        return "apps" in vars(self)  # asking for the attribute would render it
