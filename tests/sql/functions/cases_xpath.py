"""What XPath finds in XML."""

from __future__ import annotations

_BOOKS = (
    '<shop><book id="1" lang="en"><title>A</title><price>10</price></book><!-- sold --><book id="2"><title>B</title><price>20.5</price>'
    '<note>x<i>y</i>z</note></book><book id="3" lang="de"><title>C</title><price>5</price></book><?pi data?></shop>'
)
_PATHS = (
    "shop/book/title/text()", "/shop/book[2]/title/text()", "//title/text()", "shop/book[@lang]/@id", "shop/book[@lang='de']/@id", "shop/book[last()]/@id",
    "shop/book[position()<3]/@id", "shop/book[price>8]/title/text()", "shop/book[price>8][2]/title/text()", "//book/@*", "//@id", "//comment()",
    "//processing-instruction()", "shop/*/title/text()", "//book[note]/note//text()", "//book[not(@lang)]/@id", "//i/ancestor::book/@id", "//i/../text()",
    "shop/book[1]/following-sibling::book/@id", "shop/book[3]/preceding-sibling::book/@id", "shop/book[3]/preceding-sibling::book[1]/@id", "//price[. = 20.5]/../@id",
    "//title | //price", "//title/text() | //price/text()", "//book[title='A' or title='C']/@id", "//book[title='A' and price=10]/@id", "(//title)[2]/text()", "//title[2]/text()",
    "//book[count(*)=3]/@id", "//book[contains(title,'B')]/@id", "//book[starts-with(@lang,'e')]/@id", "descendant::title/text()", "//book[@id mod 2 = 1]/title/text()",
    "//book/child::title/self::title/text()", "//node()[self::i]/text()", "/", ".", "shop/book[0]/@id", "a:b", "//book[string-length(title) = 1]/@id", "//note/i/preceding::price/text()",
    "//title[1]/following::price[1]/text()", "shop/book[2]/descendant-or-self::*/text()",
)  # fmt: skip
_VALUES = (
    "count(//book)", "sum(//price)", "sum(//price) div count(//price)", "-5 mod 3", "5 mod -3", "7 div 2", "1 div 0", "0 div 0", "string(//title)", "concat('a', 1, true())",
    "substring('12345', 2, 3)", "substring('12345', 1.5, 2.6)", "substring('12345', 0, 3)", "substring-before('a-b', '-')", "substring-after('a-b', '-')", "normalize-space('  a  b ')",
    "translate('bar', 'abc', 'AB')", "translate('--aaa--', 'abc-', 'ABC')", "floor(-1.5)", "ceiling(1.2)", "round(2.5)", "round(-2.5)", "boolean(0)", "not(//x)", "//price = 5", "//price != 5",
    "//price < 6", "//price > //title", "1 = '1'", "true() = 'x'", "2 * 3 + 1", "2 + 3 * 2", "(2 + 3) * 2", "name(//book)", "local-name(//@lang)", "string(//note)", "//note",
    "//x", "string(1 div 3)", "1000000 * 1000000", "0.1 + 0.2", "//book[2]/price", "number('x')", "string(number('x'))", "lang", "'it'", "name(//@lang)",
)  # fmt: skip
CASES = {
    "nodes": [f"""xpath('{_BOOKS}', "{path}")""" for path in _PATHS if path != "a:b"]
    + ["xpath('<a><b>b1</b></a>', 'a/b')", "xpath('<a/>', 'a/c')", "xpath(null, 'a')", "xpath('<a/>', null)", "xpath('', 'a')", "xpath('<a>t<b>u</b>v</a>', 'a//text()')"],
    "values": [f"""xpath_{kind}('{_BOOKS}', "{value}")""" for kind in ("string", "boolean", "double", "int") for value in _VALUES],
    "types": [
        *[f"xpath_{kind}('<a>{value}</a>', 'a')" for kind in ("short", "int", "long", "float", "double", "number")
          for value in ("1.9", "-1.9", "99999999999", "-99999", "x", "", "1e3", " 7 ", "9999999999999999999999")],
        "xpath_string('<a xmlns=\"u\"><b>1</b></a>', 'a/b')", "xpath_string('<n:a xmlns:n=\"u\"><b>1</b></n:a>', 'n:a/b')",
        "xpath_string('<n:a xmlns:n=\"u\"><b>1</b></n:a>', '*/b')", "xpath_string('<a>é &amp; &#65;<![CDATA[<x>]]></a>', 'a')", "xpath_string('<a><b>1</b></a>', p) from values ('a/b') t(p)",
        "xpath_string(1, 'a')", "xpath_string('<a>1</a>')", "xpath_string('<!DOCTYPE x [<!ENTITY e \"v\">]><a>&e;</a>', 'a')", "xpath_boolean(null, 'a')", "xpath_int('', 'a')",
    ],
}  # fmt: skip
