from __future__ import annotations

from kznews.monitoring.status_report import Ended, Window
from kznews.monitoring.status_text import report_lines
from tests.monitoring.statuses import ago, database, jobs, node, outlet, report

WELL = """\
  outlet     success  newest   hour    day     week  due  later  leased  errors  fallback  dead  rejected
  exclusive    7 min  40 min  2/3.5  61/60  402/410    3      1       2     0/6      2.0%  40/1         2
"""  # noqa: E501

NEW = """\
  outlet     success  newest  hour  day  week  due  later  leased  errors  fallback  dead  rejected
  exclusive        —       —   0/—  0/—   0/—    3      1       2     —/6         —  40/1         2
"""


def lines(changed: object, *, in_colour: bool = False) -> str:
    return "".join(f"{line}\n" for line in report_lines(changed, in_colour=in_colour))  # type: ignore[arg-type]


def test_all_is_well() -> None:
    text = lines(report())
    assert text.startswith(WELL)
    assert "\nArticles are counted by publication: " in text
    assert text.endswith("""
  node     seen  running  finished  failed  lost  cancelled
  a:6800  alive      2/4       100       3     0          0

Jobs: 1 pending (the first for 50 s), 2 running; in the last day 100 finished, 3 failed, \
0 lost, 0 cancelled, 2 skipped
Database: 1.2 GB on disk, 14 MB a day more in the last week; 10 GB free, enough for 735 days
Archive: 300 MB of it are kept pages, 2.5 MB a day more in the last week
""")


def test_nothing_is_known() -> None:
    nothing = Window(articles=0, usual=None)
    new = outlet(
        last_success_at=None,
        newest_article_at=None,
        hour=nothing,
        day=nothing,
        week=nothing,
        errors_last_run=None,
        articles_read_last_day=0,
        fallback_last_day=0,
    )
    size = database(
        bytes_on_disk=4096,
        bytes_a_day=None,
        archive_bytes=0,
        archive_bytes_a_day=None,
        free_bytes=None,
    )
    no_jobs = jobs(pending=0, waiting_since=None)
    text = lines(report(outlets=(new,), nodes=(), jobs=no_jobs, database=size))
    assert text.startswith(NEW)
    assert text.endswith(
        "\n\nNo Scrapyd node uses this database.\n"
        "Database: 4.1 kB on disk, its growth is known after a day of crawls\n"
        "Archive: 0 B of it are kept pages\n"
    )


def test_what_was_not_counted_to_its_end_has_a_plus() -> None:
    many = outlet(due=1000, later=999, leased=7, dead=1000, dead_last_day=12)
    row = lines(report(outlets=(many,))).splitlines()[1].split()
    assert row[row.index("402/410") + 1 :][:3] == ["1000+", "999", "7"]
    assert row[-2] == "1000+/12"
    assert "+ is so many or more" in lines(report(outlets=(many,)))


def test_red_rows_have_a_mark_and_their_reasons_follow() -> None:
    bad = report(
        outlets=(outlet(faults=("it is late", "it is\nsilent \x1b[2J")), outlet(outlet="other")),
        nodes=(
            node(alive=False, seen_at=ago(hours=3), ended=Ended(lost=1), faults=("it is gone",)),
        ),
        jobs=jobs(faults=("3 wait",)),
    )
    told = lines(bad).splitlines()
    assert told[1].startswith("! exclusive ")
    assert told[2].startswith("  other     ")
    assert "! a:6800  died 3 h ago      2/4         0       0     1          0" in told
    assert told[-4:] == [
        "",
        "RED exclusive: it is late; it is silent \ufffd[2J",
        "RED node a:6800: it is gone",
        "RED jobs: 3 wait",
    ]
    coloured = lines(bad, in_colour=True).splitlines()
    assert [line for line in coloured if "\x1b" in line] == [
        f"\x1b[31m{line}\x1b[0m" for line in told if line.startswith(("!", "RED"))
    ]
