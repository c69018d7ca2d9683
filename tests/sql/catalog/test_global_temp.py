"""The database of global temporary views has the name that the program gives it."""

from __future__ import annotations

import subprocess
import sys

PROGRAM = """
from pyrite.errors import AnalysisException
from pyrite.sql import SparkSession

builder = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false")
spark = builder.config("spark.sql.globalTempDatabase", "Shared_Temp").getOrCreate()

def ask(session, query):
    try:
        print([tuple(row) for row in session.sql(query).collect()])
    except AnalysisException as error:
        print(error.getCondition())

spark.range(2).createGlobalTempView("g")
other = spark.newSession()
ask(other, "select count(*) from shared_temp.g")
ask(other, "select count(*) from SHARED_TEMP.G")
ask(other, "select count(*) from global_temp.g")
ask(other, "show tables in shared_temp")
ask(other, "create database shared_temp")
ask(other, "create database global_temp")
ask(other, "alter view shared_temp.g rename to shared_temp.h")
ask(spark, "create or replace global temp view h as select 7 as a")
ask(spark, "cache table shared_temp.h")
ask(other, "select * from shared_temp.h")
ask(spark, "uncache table shared_temp.h")
ask(other, "drop view shared_temp.h")
ask(spark, "select * from shared_temp.h")
try:
    spark.conf.set("spark.sql.globalTempDatabase", "later")
except AnalysisException as error:
    print("CANNOT_MODIFY_STATIC_CONFIG" in str(error))
"""


def test_the_database_of_global_views_has_the_name_of_the_setting(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], cwd=tmp_path, capture_output=True, text=True, timeout=100
    )
    assert done.stdout.splitlines() == [
        "[(2,)]",
        "[(2,)]",
        "TABLE_OR_VIEW_NOT_FOUND",
        "[('shared_temp', 'g', True)]",
        "RESERVED_DATABASE_NAME",
        "[]",
        "[]",
        "[]",
        "[]",
        "[(7,)]",
        "[]",
        "[]",
        "TABLE_OR_VIEW_NOT_FOUND",
        "True",
    ], done.stderr
