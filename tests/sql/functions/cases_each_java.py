"""Static methods of Java's own classes, called from SQL."""

from __future__ import annotations

_CALLS = [
    "'java.util.UUID', 'fromString', 'a5cf6c42-0c85-418f-af6c-3e4e5b1328f2'", "'java.util.UUID', 'fromString', 'A-b-C-1-2'", "'java.util.UUID', 'fromString', 1",
    "'java.lang.Math', 'max', 2, 3", "'java.lang.Math', 'max', 2, 3L", "'java.lang.Math', 'max', 2.5D, double('NaN')", "'java.lang.Math', 'min', -0.0D, 0.0D",
    "'java.lang.Math', 'sqrt', 4.0D", "'java.lang.Math', 'sqrt', -1.0D", "'java.lang.Math', 'sqrt', 4", "'java.lang.Math', 'cbrt', 27.0D", "'java.lang.Math', 'cbrt', -1e30D",
    "'java.lang.Math', 'pow', 2.0D, 10.0D", "'java.lang.Math', 'pow', 0.0D, -1.0D", "'java.lang.Math', 'pow', 1.0D, double('NaN')", "'java.lang.Math', 'pow', -8.0D, 0.5D",
    "'java.lang.Math', 'abs', -1.5D", "'java.lang.Math', 'abs', -2147483648", "'java.lang.Math', 'abs', -1.5f", "'java.lang.Math', 'round', 2.5D", "'java.lang.Math', 'round', -2.5D",
    "'java.lang.Math', 'round', 1e300D", "'java.lang.Math', 'round', 2.5f", "'java.lang.Math', 'rint', 2.5D", "'java.lang.Math', 'floor', -1.5D", "'java.lang.Math', 'ceil', -0.5D",
    "'java.lang.Math', 'signum', -2.0D", "'java.lang.Math', 'floorMod', -7, 3", "'java.lang.Math', 'floorDiv', -7L, 2L", "'java.lang.Math', 'hypot', 3.0D, 4.0D",
    "'java.lang.Math', 'log10', 0.0D", "'java.lang.Math', 'toDegrees', 1.0D", "'java.lang.Math', 'addExact', 1, 2", "'java.lang.Math', 'PI'", "'java.lang.Math', 'nope', 1",
    "'java.lang.Integer', 'toHexString', 255", "'java.lang.Integer', 'toHexString', -1", "'java.lang.Integer', 'toBinaryString', 10", "'java.lang.Integer', 'toOctalString', -8",
    "'java.lang.Integer', 'parseInt', '12'", "'java.lang.Integer', 'parseInt', '-zz', 36", "'java.lang.Integer', 'valueOf', '+12'", "'java.lang.Integer', 'toString', 255, 16",
    "'java.lang.Integer', 'bitCount', -1", "'java.lang.Integer', 'reverse', 1", "'java.lang.Integer', 'highestOneBit', 100", "'java.lang.Integer', 'lowestOneBit', 100",
    "'java.lang.Integer', 'numberOfLeadingZeros', 1", "'java.lang.Integer', 'numberOfTrailingZeros', 0", "'java.lang.Integer', 'compare', 3, 2", "'java.lang.Integer', 'sum', 2147483647, 1",
    "'java.lang.Long', 'toHexString', 255L", "'java.lang.Long', 'toBinaryString', -1L", "'java.lang.Long', 'parseLong', '9223372036854775807'", "'java.lang.Long', 'bitCount', 255L",
    "'java.lang.Long', 'toString', -255L, 16", "'java.lang.Double', 'toString', 1.5D", "'java.lang.Double', 'parseDouble', ' 1e3 '", "'java.lang.Double', 'parseDouble', 'NaN'",
    "'java.lang.Double', 'isNaN', double('NaN')", "'java.lang.Boolean', 'parseBoolean', 'TRUE'", "'java.lang.Boolean', 'logicalXor', true, false", "'java.lang.String', 'valueOf', 1",
    "'java.lang.String', 'valueOf', 1.0f", "'java.lang.String', 'format', '%s', 1", "'java.net.URLDecoder', 'decode', 'a%20b+c%C3%BC', 'UTF-8'", "'java.net.URLEncoder', 'encode', 'a b&ü*~-_.', 'UTF-8'",
]  # fmt: skip
_WRONG = [
    "'nope.Class', 'm'", "'java.util.UUID'", "'java.util.UUID', 'nope'", "cast(null as string), 'm'", "'java.util.UUID', cast(null as string)", "'java.util.UUID', 1", "1, 'a'",
    "'java.lang.Math', 'sqrt', array(1)", "'java.lang.Math', 'sqrt', date'2020-01-01'", "'java.lang.Math', 'sqrt', 1.5bd", "concat('java.util', '.UUID'), 'fromString', '1-1-1-1-1'", "",
]  # fmt: skip
CASES = {
    "reflect": [
        *[f"reflect({arguments})" for arguments in (*_CALLS, *_WRONG)],
        "SELECT reflect(c, 'fromString', '1-1-1-1-1') FROM VALUES ('java.util.UUID') t(c)",
        "SELECT reflect('java.lang.Math', 'max', x, 3) FROM VALUES (1), (5), (-7) t(x)",
        "length(reflect('java.util.UUID', 'randomUUID'))", "typeof(reflect('java.lang.Math', 'max', 2, 3))",
        "length(reflect('java.lang.System', 'currentTimeMillis'))",
    ],
    "java_method": [f"java_method({arguments})" for arguments in (*_CALLS[:12], *_WRONG)],
    "try_reflect": [
        *[f"try_reflect({arguments})" for arguments in (*_CALLS[:12], *_WRONG)],
        "try_reflect('java.util.UUID', 'fromString', 'x')", "try_reflect('java.util.UUID', 'fromString', cast(null as string))", "try_reflect('scala.Predef', 'require', false)",
        "try_reflect('java.lang.Math', 'toIntExact', 9999999999L)", "try_reflect('java.lang.Integer', 'parseInt', '1_0')", "try_reflect('java.lang.Integer', 'parseInt', '2147483648')",
        "try_reflect('java.lang.Math', 'floorDiv', 1, 0)", "try_reflect('java.net.URLDecoder', 'decode', '%zz', 'UTF-8')", "try_reflect('java.net.URLDecoder', 'decode', 'a', 'nope')",
        "try_reflect('java.lang.Double', 'parseDouble', '0x')", "try_reflect('java.lang.Math', 'max', cast(null as int), 3)",
        "SELECT try_reflect('java.lang.Long', 'parseLong', x) FROM VALUES ('1'), ('x'), (null), ('-9223372036854775808') t(x)",
    ],
}  # fmt: skip
LEGACY = tuple(CASES)
