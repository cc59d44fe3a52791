"""The answers on a learner's sheet."""

from django.http import QueryDict

_PREFIX = "q-"
# A quiz has at most 100 questions; more names than that were not sent by our page.
_MOST = 200


def sent_answers(data: QueryDict) -> dict[str, list[str]]:
    """Return {question id: [choice id, …]} from fields named `q-<question id>`.

    Nothing is checked here: the service keeps only what the quiz knows.
    """
    names = [name for name in data if name.startswith(_PREFIX)][:_MOST]
    return {name.removeprefix(_PREFIX): data.getlist(name) for name in names}
