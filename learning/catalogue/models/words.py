"""Lives in: every schema. The words a course is found by, stemmed as its language asks for."""

from typing import Any

from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db.models import Case, Value, When

from learning.catalogue.enums import Language

# Postgres stems these two well. Its Tamil stemmer cuts so much that unlike words meet, and for Telugu
# and Bengali it has none: their words count as they stand, and likeness of spelling finds the rest.
STEMMED = {Language.ENGLISH: "english", Language.HINDI: "hindi"}
PLAIN = "simple"


def course_words() -> Case:
    """Return the expression that the stored search column is generated from."""
    return Case(
        *(
            When(language=Value(language.value), then=_vector(config))
            for language, config in STEMMED.items()
        ),
        default=_vector(PLAIN),
        output_field=SearchVectorField(),
    )


def _vector(config: str) -> Any:
    return (
        SearchVector("title", weight="A", config=config)
        + SearchVector("summary", weight="B", config=config)
        + SearchVector("instructor_name", weight="C", config=config)
        + SearchVector("description_md", weight="D", config=config)
    )
