"""Texts as Spark reads and writes them: patterns of Java, zones and clocks, XPath, the tokens of SQL."""
