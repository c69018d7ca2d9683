"""The names of collations: a base or a locale, and marks for case, accents and trailing spaces."""

from __future__ import annotations

from pyrite.errors import ParseException

__all__ = ["collation_name"]

#: Bases that are compared by Spark itself: these bear no marks but _RTRIM.
_OWN = ("UTF8_BINARY", "UTF8_LCASE")
_LOCALES = (
    "UNICODE af am ar ar_SAU as az be bg blo bn bo br bs bs_Cyrl ca ceb chr cs cy da de de_AUT dsb dz ee el en "
    "en_USA eo es et fa fa_AFG ff ff_Adlm fi fil fo fr fr_CAN fy ga gl gu ha haw he he_ISR hi hr hsb hu hy id "
    "id_IDN ig is it ja ka kk kk_Arab kl km kn ko kok ku ky lb lij lkt ln lo lt lv mk ml mn mr ms mt my nb "
    "nb_NOR ne nl nn no nso om or pa pa_Guru pa_Guru_IND pl ps pt ro ru sa se si sk sl smn sq sr sr_Cyrl "
    "sr_Cyrl_BIH sr_Cyrl_MNE sr_Cyrl_SRB sr_Latn sr_Latn_BIH sr_Latn_SRB st sv sw ta te th tk tn to tr ug uk "
    "ur uz vi wae wo xh yi yo zh zh_Hans zh_Hans_CHN zh_Hans_SGP zh_Hant zh_Hant_HKG zh_Hant_MAC zh_Hant_TWN "
    "zu "
)
_BASES = {name.upper(): name for name in (*_OWN, *_LOCALES.split())}
#: Marks in the order of a full name, each with its opposite: what is compared when the mark is absent.
_MARKS = {"CI": "CS", "AI": "AS", "RTRIM": None}


def collation_name(text: str) -> str:
    """The collation as Spark writes it, of a name in any case with its marks in any order.

    Raises
    ------
    ParseException
        When there is no such collation.

    >>> collation_name("unicode_rtrim_ci"), collation_name("EN_usa_cs")
    ('UNICODE_CI_RTRIM', 'en_USA')
    """
    rest = text.upper()
    marks: set[str] = set()
    while rest not in _BASES:
        rest, _, mark = rest.rpartition("_")
        kind = next((kind for kind, opposite in _MARKS.items() if mark in (kind, opposite)), None)
        if not rest or kind is None or any(seen in (kind, _MARKS[kind]) for seen in marks):
            raise _unknown(text)
        marks.add(mark)
    if rest in _OWN and marks - {"RTRIM"}:
        raise _unknown(text)
    return "_".join([_BASES[rest], *(kind for kind in _MARKS if kind in marks)])


def _unknown(text: str) -> ParseException:
    import difflib

    near = difflib.get_close_matches(text.upper(), _BASES, n=3, cutoff=0)
    return ParseException(
        errorClass="COLLATION_INVALID_NAME",
        messageParameters={
            "collationName": text,
            "proposals": ", ".join(_BASES[name] for name in near),
        },
    )
