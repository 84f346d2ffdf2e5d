"""What a newer description of the interface no longer does that a program written for the older one counts on.

A promise is a sentence such as ``GET /rounds answers 200 rows[].name``. Fewer words in a list are a broken promise
where they are sent, more words where they are answered are not: a program is told to pass over what it does not know.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

Schema = Mapping[str, Any]
METHODS = ("get", "put", "post", "delete", "patch")
DEEPEST = 12


def broken_promises(before: Schema, now: Schema) -> list[str]:
    """Sentences, sorted; empty where every program written for ``before`` goes on working."""
    return sorted({*_gone(before, now), *_asked_more(before, now)})


def _operations(told: Schema) -> Iterator[tuple[str, Schema]]:
    for path, methods in told["paths"].items():
        yield from ((f"{method.upper()} {path}", methods[method]) for method in METHODS if method in methods)


def _gone(before: Schema, now: Schema) -> Iterator[str]:
    """Operations, good answers and fields of answers that are there no more, or of another kind."""
    operations = dict(_operations(now))
    for name, old in _operations(before):
        new = operations.get(name)
        if new is None:
            yield f"{name} is gone"
            continue
        if old.get("operationId") != new.get("operationId"):
            yield f"{name} is called {new.get('operationId')}, no more {old.get('operationId')}"
        for status, answer in old["responses"].items():
            if status[0] != "2":
                continue
            if status not in new["responses"]:
                yield f"{name} answers {status} no more"
                continue
            had, has = dict(_leaves(_content(answer), before)), dict(_leaves(_content(new["responses"][status]), now))
            for field, kinds in had.items():
                if field not in has:
                    yield f"{name} answers {status} without {field}"
                elif not has[field] <= kinds:
                    yield f"{name} answers {status} {field} as {_listed(has[field])}, no more {_listed(kinds)} alone"


def _asked_more(before: Schema, now: Schema) -> Iterator[str]:
    """What must be sent now and was not, and what may not be sent any more."""
    operations = dict(_operations(now))
    for name, old in _operations(before):
        new = operations.get(name)
        if new is None:
            continue
        had, has = _sent(old, before), _sent(new, now)
        for field, (kinds, needed) in has.items():
            if needed and not (field in had and had[field][1]):
                yield f"{name} now demands {field}"
            if field in had and not had[field][0] <= kinds:
                yield f"{name} takes {field} as {_listed(kinds)} alone, no more {_listed(had[field][0])}"
        for field in had.keys() - has.keys():
            yield f"{name} takes {field} no more"


def _sent(operation: Schema, told: Schema) -> dict[str, tuple[frozenset[str], bool]]:
    """Parameters and fields of the body: what may stand there, and whether something must."""
    found = {
        f"{one['in']} {one['name']}": (_kinds(one["schema"], told), bool(one.get("required")))
        for one in operation.get("parameters", ())
    }
    body = operation.get("requestBody")
    if body:
        for kind, content in body["content"].items():
            schema = _resolved(content["schema"], told)
            needed = set(schema.get("required", ()))
            for field, kinds in _leaves(schema, told):
                top = field.partition(".")[0].removesuffix("[]")
                found[f"{kind} {field}"] = (kinds, field == top and top in needed)
    return found


def _content(answer: Schema) -> Schema:
    content: Schema = next(iter(answer.get("content", {}).values()), {})
    schema: Schema = content.get("schema", {})
    return schema


def _leaves(schema: Schema, told: Schema, name: str = "", depth: int = 0) -> Iterator[tuple[str, frozenset[str]]]:
    """Every field by its way down, e.g. ``rows[].trips[].seats``, with the kinds it may be of."""
    schema = _resolved(schema, told)
    if name:
        yield name, _kinds(schema, told)
    if depth > DEEPEST:
        return
    for part in (schema, *(_resolved(one, told) for one in schema.get("anyOf", ()))):
        for field, inner in part.get("properties", {}).items():
            yield from _leaves(inner, told, f"{name}.{field}" if name else field, depth + 1)
        if "items" in part:
            yield from _leaves(part["items"], told, f"{name}[]", depth + 1)


def _kinds(schema: Schema, told: Schema) -> frozenset[str]:
    """Types with their format, or the words of a list."""
    schema = _resolved(schema, told)
    if "anyOf" in schema:
        return frozenset().union(*(_kinds(one, told) for one in schema["anyOf"]))
    if "enum" in schema:
        return frozenset(f"the word {word!r}" for word in schema["enum"])
    if "const" in schema:
        return frozenset({f"the word {schema['const']!r}"})
    kind = schema.get("type", "anything")
    return frozenset({f"{kind} {schema['format']}" if "format" in schema else str(kind)})


def _resolved(schema: Schema, told: Schema) -> Schema:
    while "$ref" in schema:
        schema = told["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return schema


def _listed(kinds: frozenset[str]) -> str:
    return ", ".join(sorted(kinds))
