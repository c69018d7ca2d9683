"""Where the topics of strings, documents, sketches and the like differ from PySpark, and why."""

from __future__ import annotations

from collections.abc import Callable

import outcomes

_WORDS = "what went wrong is told in our words, not in Java's"
_PLACES = "Java counts what is beyond the first plane as two places"
_ORDER = "the same sketch, its entries in another order"
_TIES = "the order of items that are there equally often"
_TIED = (
    "('a'), (null), ('é'), (''), ('a') t(x)", "(1L), (9223372036854775807L) t(x)", "(1.5D), (double('NaN')), (-0.0D), (0.0D) t(x)",
    "('a'), ('a'), (null), ('b') t(x))",
)  # fmt: skip
_JAVA = ("Py4JJavaError",)
_UNTRANSLATED = "an error of Java, which PySpark does not translate"
_LOCALES = "numbers of other locales are not read"
_UTF8 = "strings are valid UTF-8 here, so bytes that are none do not outlast a cast"


def _both(topic: str, group: str, chosen: Callable[[str], object], reason: str) -> dict[str, dict[str, str]]:
    """The cases of a group that are so chosen, in both modes, all for one reason."""
    return {
        found: {text: reason for text in cases if chosen(text)}
        for found, _, cases in outcomes.groups(topic)
        if found.removesuffix(", legacy") == group
    }


def _joined(*parts: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
    """The gaps of one topic, put together by group."""
    found: dict[str, dict[str, str]] = {}
    for part in parts:
        for group, cases in part.items():
            found[group] = found.get(group, {}) | cases
    return found


def _of_java(topic: str) -> dict[str, dict[str, str]]:
    """The cases that fail in Java, in a way that PySpark does not translate."""
    found: dict[str, dict[str, str]] = {}
    for group, cases in outcomes.read(topic).items():
        for text, outcome in cases.items():
            if isinstance(outcome, dict) and outcome["error"] in _JAVA:
                found.setdefault(group, {})[text] = _UNTRANSLATED
    return found


GAPS: dict[str, dict[str, dict[str, str]]] = {
    "each_documents": _joined(
        _of_java("each_documents"),
        _both("each_documents", "to_xml", lambda text: text.startswith("to_xml(named_struct(), "), _UNTRANSLATED),
        _both("each_documents", "to_xml", lambda text: "interval" in text, "an error of Java, of which only some types are told"),
        _both("each_documents", "from_json, options", lambda text: "'locale'" in text, _LOCALES),
        _both("each_documents", "from_csv, options", lambda text: "'locale'" in text, _LOCALES),
    ),
    "each_variants": _of_java("each_variants"),
    "each_sketches": _joined(
        _of_java("each_sketches"),
        _both("each_sketches", "approx_top_k_combine", lambda text: "(s, 30)" in text, _TIES),
        *[_both("each_sketches", name, lambda text: text.endswith(_TIED), _TIES) for name in ("approx_top_k", "approx_top_k_accumulate", "approx_top_k_estimate")],
        *[
            _both("each_sketches", f"tuple_{name}_{kind}", chosen, _ORDER)
            for kind in ("double", "integer")
            for name, chosen in {
                "sketch_agg": lambda text: text.endswith(("('a'), (null), ('é'), (''), ('a') t(x)", "(1.5D), (double('NaN')), (-0.0D), (0.0D) t(x)")),
                "difference": lambda text: text.endswith("range(10) t(x)"),
                "difference_theta": lambda text: text.endswith("range(10) t(x)"),
            }.items()
        ],
        _both("each_sketches", "kll_sketch_agg_bigint", lambda text: text.endswith("(1L), (9223372036854775807L) t(x)"), _ORDER),
        _both("each_sketches", "kll_sketch_agg_double", lambda text: text.endswith("(1.5D), (double('NaN')), (-0.0D), (0.0D) t(x)"), _ORDER),
    ),
    "each_misc": _joined(
        _of_java("each_misc"),
        _both("each_misc", "typeof", lambda text: " collate " in text, "the collation of a string's type is not shown"),
        _both("each_misc", "collation", lambda text: "LCASE" in text or "UNICODE" in text, "there is no ICU behind strings here"),
        *[
            _both("each_misc", name, lambda text: text.endswith("(null)"), "Spark takes the parentheses for an alias's")
            for name in ("current_user", "session_user", "user", "current_path")
        ],
    ),
    "each_strings": {
        **_both("each_strings", "is_valid_utf8", lambda text: " from values " in text and "61ff62" in text, _UTF8),
        **_both("each_strings", "validate_utf8", lambda text: " from values " in text and "61ff62" in text, _UTF8),
        **_both("each_strings", "try_validate_utf8", lambda text: " from values " in text and "61ff62" in text, _UTF8),
    },
    "each_patterns": {
        **_both("each_patterns", "regexp_count", lambda text: text == "regexp_count('\\uD83D\\uDE00', '')", _PLACES),
        **_both("each_patterns", "regexp_replace", lambda text: text == "regexp_replace('\\uD83D\\uDE00', '', '-')", _PLACES),
    },
    "each_encodings": {
        **_both("each_encodings", "hmac", lambda text: text.startswith("hmac('', ") or "hmac(p, " in text, _WORDS),
        **_both(
            "each_encodings",
            "aes_decrypt",
            lambda text: (
                "'other'" in text
                or "aes_decrypt(s, " in text
                or text.startswith(("aes_decrypt(x'00', '0000111122223333')", "aes_decrypt(x'00', '0000111122223333', 'ECB'", "aes_decrypt(repeat"))
            ),
            _WORDS,
        ),
    },
}  # fmt: skip
