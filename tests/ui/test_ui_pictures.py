"""Pictures of RDDs, DataFrames, timelines; what notebooks show."""

import re
import xml.etree.ElementTree as ET
from itertools import pairwise

import pytest
from ui_recorded import application_of, events_of

from pyrite import SparkConf, SparkContext
from pyrite._ui import drawing, graphs, pictures
from pyrite._ui.drawing import Bar, Box
from pyrite._ui.plans import PlanGraph
from pyrite.errors import PySparkException
from pyrite.sql import SparkSession


@pytest.fixture(scope="module")
def spark():
    conf = (
        SparkConf(loadDefaults=False)
        .setMaster("local[2]")
        .setAppName("<pictures>")
        .set("spark.ui.enabled", "false")
    )
    session = SparkSession.builder.config(conf=conf).getOrCreate()
    yield session
    session.stop()


def of_class(svg, name):
    """The groups of a class, as elements."""
    root = ET.fromstring(svg)
    return [each for each in root.iter() if name in (each.get("class") or "").split()]


def words(element):
    return " ".join(text for text in element.itertext())


def test_the_lineage_of_an_rdd(spark):
    sc = spark.sparkContext
    counts = (
        sc.parallelize(range(100), 4).map(lambda x: (x % 5, x)).reduceByKey(max, 3).setName("counts").cache()
    )
    joined = counts.join(sc.parallelize([(1, 2)], 2).mapValues(str))
    svg = joined.visualize().svg
    frames = [words(frame) for frame in of_class(svg, "frame")]
    titles = sorted(re.search(r"(\w+) · (\d+) partition", frame).groups() for frame in frames)
    assert titles == [("Result", "5"), ("Shuffle", "2"), ("Shuffle", "3"), ("Shuffle", "4")]
    assert len(of_class(svg, "shuffle")) == 3
    nodes = [words(node) for node in of_class(svg, "node")]
    assert sum("counts" in node for node in nodes) == 1
    assert sum("parallelize" in node for node in nodes) == 2
    assert len([node for node in of_class(svg, "node") if "cached" in node.get("class")]) == 1


def test_nothing_is_computed_for_a_picture(spark):
    def boom(_):
        raise AssertionError

    rdd = spark.sparkContext.parallelize(range(4), 2).map(boom).groupByKey()
    assert rdd.visualize().svg.startswith("<svg")
    assert "groupByKey" in rdd._repr_html_()


def test_the_plan_of_a_data_frame(spark):
    df = spark.range(10).filter("id > 3").groupBy().count()
    picture = df.visualize()
    titles = [words(node) for node in of_class(picture.svg, "node")]
    assert any("Range" in title for title in titles) and any("Aggregate" in title for title in titles)
    assert picture._repr_svg_() == picture.svg and "<style>" in picture.svg
    assert spark.sql("select 1 union all select 2").visualize().svg.count("marker-end") >= 2


def test_pictures_are_kept_as_svg_or_png(spark, tmp_path, monkeypatch):
    picture = spark.range(3).visualize()
    picture.save(tmp_path / "a.svg")
    assert ET.parse(tmp_path / "a.svg").getroot().tag.endswith("svg")
    with pytest.raises(PySparkException, match=r"\.svg or \.png"):
        picture.save(tmp_path / "a.gif")
    monkeypatch.setattr(pictures, "find_spec", lambda name: None)
    with pytest.raises(PySparkException, match="cairosvg"):
        picture.save(tmp_path / "a.png")
    with pytest.raises(PySparkException, match=r"pip install 'pyrite\[ui\]'"):
        spark.range(3).visualize()


def test_a_png_is_drawn_in_light_colours(spark, tmp_path):
    text = drawing.printed(spark.range(3).visualize()._drawn)
    assert "var(" not in text and "@media" not in text and ":root" not in text
    assert "svg.graph .edge { fill: none; stroke: #9aa0ac;" in text
    pytest.importorskip("cairosvg").svg2png(bytestring=text.encode(), write_to=str(tmp_path / "a.png"))


def test_what_notebooks_show(spark):
    sc = spark.sparkContext
    html = sc._repr_html_()
    assert "<code>&lt;pictures&gt;</code>" in html and "v4.3.0" in html and "Spark UI" not in html
    assert html in spark._repr_html_() and "SparkSession - " in spark._repr_html_()
    rdd = sc.parallelize([1], 1).setName("<b>")
    assert "&lt;b&gt;" in rdd._repr_html_() and "ParallelCollectionRDD" in rdd._repr_html_()
    assert spark.createDataFrame([(1, "a<b")], ["x", "y"])._repr_html_() is None
    spark.conf.set("spark.sql.repl.eagerEval.enabled", "true")
    try:
        assert spark.createDataFrame([(1, "a<b"), (2, None)], ["x", "y & z"])._repr_html_() == (
            "<table border='1'>\n<tr><th>x</th><th>y &amp; z</th></tr>\n<tr><td>1</td><td>a&lt;b</td></tr>\n"
            "<tr><td>2</td><td>NULL</td></tr>\n</table>\n"
        )
    finally:
        spark.conf.unset("spark.sql.repl.eagerEval.enabled")


def test_a_context_with_a_ui_links_to_it(spark, monkeypatch):
    monkeypatch.setattr(SparkContext, "uiWebUrl", "http://localhost:4040")
    assert '<p><a href="http://localhost:4040">Spark UI</a></p>' in spark.sparkContext._repr_html_()


def test_boxes_of_one_layer_do_not_overlap():
    boxes = [Box(i, f"operator {i}", ["a line of text"]) for i in range(12)]
    svg = drawing.graph(boxes, [(0, i) for i in range(1, 11)] + [(i, 11) for i in range(1, 11)], "x")
    places = []
    for node in of_class(svg, "node"):
        rect = next(each for each in node if each.tag.endswith("rect"))
        x, y, width, height = (float(rect.get(key)) for key in ("x", "y", "width", "height"))
        for left, top, right, bottom in places:
            assert x >= right or left >= x + width or y >= bottom or top >= y + height
        places.append((x, y, x + width, y + height))
    assert len(places) == 12


def test_a_graph_too_large_is_not_drawn():
    assert "401 nodes" in drawing.graph([Box(i, "x") for i in range(401)], [], "x")
    assert drawing.graph([], [], "x") == ""


def test_bars_of_one_lane_do_not_overlap():
    bars = [Bar(i * 10, i * 10 + 25, str(i)) for i in range(50)]
    svg = drawing.timeline(bars)
    lanes = {}
    for bar in of_class(svg, "bar"):
        rect = next(each for each in bar if each.tag.endswith("rect"))
        lanes.setdefault(rect.get("y"), []).append((float(rect.get("x")), float(rect.get("width"))))
    assert 3 <= len(lanes) <= 5
    for lane in lanes.values():
        lane.sort()
        assert all(x + width <= after + 0.1 for (x, width), (after, _) in pairwise(lane))


def test_the_time_axis_is_marked_sparsely():
    for length in (3, 900, 70_000, 4_000_000, 900_000_000):
        svg = drawing.timeline([Bar(1_795_301_374_546, 1_795_301_374_546 + length, "x")])
        assert 1 <= len(of_class(svg, "tick")) <= 14, length


def test_plans_show_rows_and_times():
    app = application_of(events_of())
    svg = graphs.plan_graph(app.executions[1])
    text = words(ET.fromstring(svg))
    assert "89 rows" in text and "WholeStageCodegen (1) · 318 ms" in text
    assert len(of_class(svg, "cluster")) == 3


def test_a_reused_exchange_is_drawn_once():
    exchange = {"nodeName": "Exchange", "simpleString": "Exchange 1", "children": [], "metrics": []}
    reused = {
        "nodeName": "ReusedExchange",
        "simpleString": "ReusedExchange",
        "children": [exchange],
        "metrics": [],
    }
    graph = PlanGraph.of(
        {"nodeName": "Join", "simpleString": "Join", "children": [exchange, reused], "metrics": []}
    )
    assert [node.name for node in graph.nodes] == ["Join", "Exchange"]
    assert graph.edges == [(1, 0), (1, 0)]
