"""What names mean at one place of a query."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field

from pyrite._dataclasses import dataclass
from pyrite.sql._analysis.errors import analysis_error, unresolved_column
from pyrite.sql._analysis.naming import name_text, quoted_parts
from pyrite.sql._analysis.settings import Settings
from pyrite.sql._plan.expressions import Attribute, LambdaVariable, OuterReference, Value
from pyrite.sql._plan.relations import Relation
from pyrite.sql._plan.tree import Origin

__all__ = ["Scope"]


@dataclass
class Scope:
    """The columns that can be named at one place.

    Parameters
    ----------
    relations : tuple of Relation
        The inputs whose columns can be named.
    outer : Scope, optional
        The scope of the query around this one.
    fallback : Scope, optional
        Where to look for names that are not here, before the outer scope: below an aggregate or a projection.
    aliases : mapping
        Columns of the same SELECT list, by name key, each with all that bear its name: they come after the input's.
    parameters : mapping
        The arguments of the SQL function whose body this is, by name key: they come last. ``owner`` is its name.
    variables : mapping
        The parameters of lambda functions around this place, by name key.
    lenient : bool
        Whether a name with which anything is wrong is told to be unknown: in ORDER BY and HAVING.
    place : Origin, optional
        Where the whole query stands.
    aggregated : bool
        Whether the relation is an aggregate, so that arguments of aggregates are looked up below it.
    """

    relations: tuple[Relation, ...]
    settings: Settings
    outer: Scope | None = None
    fallback: Scope | None = None
    aliases: Mapping[str, Sequence[Value]] = field(default_factory=dict)
    variables: Mapping[str, LambdaVariable] = field(default_factory=dict)
    aggregated: bool = False
    lenient: bool = False
    place: Origin | None = None
    parameters: Mapping[str, Value] = field(default_factory=dict)
    owner: str = ""

    @property
    def attributes(self) -> tuple[Attribute, ...]:
        """The columns of ``*``."""
        return tuple([attribute for relation in self.relations for attribute in relation.output])

    @property
    def ids(self) -> set[int]:
        """The ids of all columns here and in the queries around."""
        found = set() if self.outer is None else self.outer.ids
        for relation in self.relations:
            found.update([attribute.id for attribute in (*relation.output, *relation.hidden)])
        return found

    # ------------------------------------------------------------------------------------------- by name

    def find(
        self, parts: tuple[str, ...], origin: Origin | None = None
    ) -> tuple[Value, tuple[str, ...]] | None:
        """The value that a name means and the parts of it that are left, which name fields; None if there is none."""
        variable = self.variables.get(self.settings.name_key(parts[0]))
        if variable is not None:
            return variable, parts[1:]
        return self._column(parts, origin)

    def _column(
        self, parts: tuple[str, ...], origin: Origin | None, inside: bool = False
    ) -> tuple[Value, tuple[str, ...]] | None:
        """As :meth:`find`; what stands ``inside`` of a subquery does not see the SELECT list around it."""
        found = self._visible(parts, origin, False) or self._visible(parts, origin, True)
        if found is not None:
            return found
        aliases = self.aliases.get(self.settings.name_key(parts[0])) if not inside else None
        if aliases:
            if len(aliases) > 1:
                shown = {"name": quoted_parts(parts), "n": str(len(aliases))}
                raise analysis_error("AMBIGUOUS_LATERAL_COLUMN_ALIAS", shown)
            return aliases[0], parts[1:]
        if self.fallback is not None:
            below = self.fallback.find(parts, origin)
            if below is not None:
                return below
        given = self._parameter(parts)
        if given is not None:
            return given
        if self.outer is not None:
            above = self.outer._column(parts, origin, inside=True)
            if above is not None:
                value, rest = above
                if isinstance(value, Attribute):
                    return OuterReference(value, origin=origin), rest
                return above
        return None

    def _parameter(self, parts: tuple[str, ...]) -> tuple[Value, tuple[str, ...]] | None:
        key = self.settings.name_key
        if (
            len(parts) > 1
            and self.settings.same_name(parts[0], self.owner)
            and key(parts[1]) in self.parameters
        ):
            return self.parameters[key(parts[1])], parts[2:]
        value = self.parameters.get(key(parts[0]))
        return None if value is None else (value, parts[1:])

    def _visible(
        self, parts: tuple[str, ...], origin: Origin | None, hidden: bool
    ) -> tuple[Value, tuple[str, ...]] | None:
        for length in range(min(len(parts), 4), 0, -1):
            qualifier, name = parts[: length - 1], parts[length - 1]
            matches = self._matches(qualifier, name, hidden)
            if matches:
                if len(matches) > 1:
                    raise self._ambiguous(parts, matches, origin)
                return matches[0], parts[length:]
        return None

    def _matches(self, qualifier: tuple[str, ...], name: str, hidden: bool) -> list[Attribute]:
        same = self.settings.same_name
        found: dict[int, Attribute] = {}
        for relation in self.relations:
            index = relation.hidden_index if hidden else relation.index
            for attribute in index.get(name.lower(), ()):
                if not same(attribute.name, name):
                    continue
                if qualifier:
                    end = attribute.qualifier[-len(qualifier) :]
                    if len(end) != len(qualifier) or not all(map(same, end, qualifier)):
                        continue
                found.setdefault(attribute.id, attribute)
        return list(found.values())

    def _ambiguous(
        self, parts: tuple[str, ...], matches: Iterable[Attribute], origin: Origin | None
    ) -> Exception:
        names = sorted(quoted_parts((*match.qualifier, match.name)) for match in matches)
        return analysis_error(
            "AMBIGUOUS_REFERENCE",
            {"name": quoted_parts(parts), "referenceNames": f"[{', '.join(names)}]"},
            origin,
        )

    def unresolved(self, parts: tuple[str, ...], origin: Origin | None, as_shown: bool = False) -> Exception:
        """The error for a name that means nothing here, with the nearest names.

        Of those that are as near the first in the alphabet comes first, or the first in ``*`` (``as_shown``).
        """
        attributes = self.attributes or (self.fallback.attributes if self.fallback else ())
        wanted = ".".join([name_text(part) for part in parts])
        qualified = len(parts) > 1
        unique_ends = len({a.qualifier for a in attributes}) <= 1 and not qualified
        names = [
            (a.name,) if unique_ends or not a.qualifier else (*a.qualifier[-1:], a.name) for a in attributes
        ]
        shown = [quoted_parts(name) for name in names]
        if not as_shown:
            shown = sorted(shown)
        near = sorted(shown, key=lambda name: distance(wanted, name))
        return unresolved_column(parts, near[:5], origin)

    # ------------------------------------------------------------------------------------------ by dataset

    def find_dataset_column(self, attribute: Attribute, relation: Relation) -> Attribute | None:
        """The column here that ``attribute`` of a DataFrame's ``relation`` has become; None if it is not here."""
        found: dict[int, Attribute] = {}
        for here in self.relations:
            new = _trace(here, attribute, relation) if here.renews else attribute.id
            if new is None:
                continue
            candidate = here.find_id(new)
            if candidate is not None:
                found.setdefault(candidate.id, candidate)
        if len(found) > 1:
            raise self._ambiguous((attribute.name,), found.values(), None)
        if found:
            return next(iter(found.values()))
        if self.fallback is not None:
            below = self.fallback.find_dataset_column(attribute, relation)
            if below is not None:
                return below
        return None


def _trace(here: Relation, attribute: Attribute, origin: Relation) -> int | None:
    """The id that a column of ``origin`` has among the columns of ``here``, which stands above it."""
    ids = _traced(here, attribute, origin)
    if ids is None:
        # The DataFrame is not part of this plan: its column may be here all the same, under its own id.
        return attribute.id
    return next(iter(ids)) if len(ids) == 1 else None if not ids else min(ids)


def _traced(here: Relation, attribute: Attribute, origin: Relation) -> set[int] | None:
    if here is origin:
        return {attribute.id}
    below = [ids for ids in (_traced(part, attribute, origin) for part in here.inputs) if ids is not None]
    if not below:
        return None
    ids = set().union(*below)
    renewed = here.renewed
    return {renewed.get(number, number) for number in ids} if renewed else ids


def distance(one: str, other: str) -> int:
    """How many letters to change, put in or take out to make one text the other (Levenshtein)."""
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        last, row[0] = row[0], i
        for j, b in enumerate(other, 1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (a != b))
    return row[-1]
