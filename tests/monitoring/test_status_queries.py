from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from bson.codec_options import CodecOptions, DatetimeConversion
from pymongo.database import Database
from pymongo.monitoring import CommandListener, CommandStartedEvent
from scrapy.settings import Settings

from kznews import settings as project
from kznews.mongo.connection import open_database, resolve
from kznews.mongo.preparation import prepare as prepare_collections
from kznews.monitoring.check import Limits
from kznews.monitoring.checks import read_limits
from kznews.monitoring.expectations import Unmet
from kznews.monitoring.status_queries import StatusReader
from kznews.monitoring.status_report import Ended, OutletStatus, StatusReport, Window
from kznews.nodes.schema import COLLECTIONS
from tests.frontier.sample_frontier import fill
from tests.monitoring.outlets import NOW, articles, hours, job, node, run
from tests.record.samples import rejection
from tests.record.stores import open_store, open_writer

SyncDatabase = Database[dict[str, Any]]
MINUTE = timedelta(minutes=1)
WEEK = timedelta(weeks=1)


def limits() -> Limits:
    settings = Settings()
    settings.setmodule(project)
    return read_limits(settings)


def read(uri: str, name: str, every: timedelta | None = timedelta(minutes=20)) -> StatusReport:
    async def reading() -> StatusReport:
        settings = Settings({"MONGODB_URI": uri, "MONGODB_DATABASE": name})
        async with open_database(resolve(settings)) as database:
            return await StatusReader(database, limits()).report({"exclusive": every})

    return asyncio.run(reading())


def prepare(uri: str, name: str) -> None:
    async def preparing() -> None:
        async with open_store(uri, name):
            pass

    asyncio.run(preparing())


def exclusive(report: StatusReport) -> OutletStatus:
    [outlet] = report.outlets
    return outlet


@pytest.fixture
def prepared(mongodb_uri: str, database: SyncDatabase) -> SyncDatabase:
    prepare(mongodb_uri, database.name)
    return database


def test_nothing_is_there_yet(mongodb_uri: str, database: SyncDatabase) -> None:
    report = read(mongodb_uri, database.name)
    outlet = exclusive(report)
    assert outlet.last_success_at is None
    assert outlet.newest_article_at is None
    assert outlet.day == Window(articles=0, usual=None)
    assert outlet.errors_last_run is None
    assert outlet.fallback_share is None
    assert report.nodes == ()
    assert report.red == {"database": "no crawl has ever succeeded in it"}
    assert database.name not in database.client.list_database_names()


def test_runs(mongodb_uri: str, prepared: SyncDatabase) -> None:
    prepared["runs"].insert_many(
        [
            run(WEEK * 3),
            run(hours(25), {"pages/read": 9, "log_count/ERROR": 50, "unmet/layout": 9}),
            run(
                hours(3),
                {
                    "pages/read": 20,
                    "pages/unchanged": 7,
                    "failures/http_404": 2,
                    "failures/timeout": 1,
                    "extraction/method/layout": 15,
                    "extraction/method/general": 2,
                    "extraction/method/structured": 3,
                    "items/stored/articles/inserted": 18,
                    "items/stored/rejected/inserted": 2,
                    "log_count/ERROR": 4,
                    "unmet/layout": 5,
                    "unmet_pages/layout": ["https://exclusive.kz/a/"],
                },
            ),
            # Stopped, and failed wholly: no successes.
            run(
                hours(2),
                {"pages/read": 5, "log_count/ERROR": 1, "unmet/field/body": 1},
                reason="shutdown",
            ),
            run(hours(1), {"failures/http_500": 8, "log_count/CRITICAL": 3}),
            run(hours(0.5), outlet="tengrinews"),
        ]
    )
    outlet = exclusive(read(mongodb_uri, prepared.name))
    assert outlet.first_run_at is not None
    assert abs(outlet.first_run_at - (NOW - WEEK * 3)) < MINUTE * 2
    assert outlet.last_success_at is not None
    assert abs(outlet.last_success_at - (NOW - hours(3))) < MINUTE
    assert outlet.runs_last_day == 3
    assert outlet.requests_last_day == 20 + 7 + 3 + 5 + 8
    assert (outlet.errors_last_run, outlet.errors_last_day) == (3, 8)
    assert (outlet.articles_read_last_day, outlet.fallback_last_day) == (20, 5)
    assert outlet.fallback_share == 0.25
    assert outlet.items_last_day == 20
    assert outlet.unmet_last_day == (
        Unmet(expectation="field/body", count=1, urls=()),
        Unmet(expectation="layout", count=5, urls=("https://exclusive.kz/a/",)),
    )
    told = "body is missing in 1 of 20 articles in the last day; `scrapy probe exclusive"
    assert any(each.startswith(told) for each in outlet.faults)


def test_articles_by_what_they_state_or_else_by_when_they_were_found(
    mongodb_uri: str, prepared: SyncDatabase
) -> None:
    prepared["runs"].insert_one(run(WEEK * 2 + hours(1)))
    found = [hours(0.5), hours(5), hours(30), WEEK + hours(0.5), WEEK + hours(3)]
    prepared["articles"].insert_many(
        [
            *articles(found),
            *articles([hours(0.6), hours(26), WEEK * 3], dated=False),
            # Ahead of the clock, as validation lets them be.
            *articles([-9 * MINUTE]),
            *articles([hours(0.1)], outlet="tengrinews"),
            *articles([hours(0.1)], outlet="tengrinews", dated=False),
        ]
    )
    outlet = exclusive(read(mongodb_uri, prepared.name))
    assert outlet.hour == Window(articles=3, usual=0.5)
    assert outlet.day == Window(articles=4, usual=2)
    assert outlet.week == Window(articles=6, usual=2)
    assert outlet.newest_article_at is not None
    assert abs(outlet.newest_article_at - (NOW + 9 * MINUTE)) < MINUTE


def test_the_newest_article_may_state_no_date(mongodb_uri: str, prepared: SyncDatabase) -> None:
    prepared["articles"].insert_many(
        [*articles([hours(9)]), *articles([hours(2), hours(8)], dated=False)]
    )
    newest = exclusive(read(mongodb_uri, prepared.name)).newest_article_at
    assert newest is not None
    assert abs(newest - (NOW - hours(2))) < MINUTE


def test_the_frontier_and_what_was_rejected(mongodb_uri: str, database: SyncDatabase) -> None:
    asyncio.run(fill(mongodb_uri, database.name))
    database["frontier"].update_one(
        {"url": "https://exclusive.kz/gone/1/"}, {"$set": {"failed_at": NOW - hours(25)}}
    )

    async def reject() -> None:
        async with open_writer(mongodb_uri, database.name) as writer:
            await writer.write(rejection(seen_at=NOW))

    # One that a replay stored: of what crawls found it says nothing.
    asyncio.run(reject())
    two = {"pages/read": 4, "items/stored/rejected/inserted": 2}
    database["runs"].insert_many([run(hours(1), two), run(hours(30), two)])
    outlet = exclusive(read(mongodb_uri, database.name))
    assert (outlet.due, outlet.later, outlet.leased, outlet.dead) == (3, 1, 3, 4)
    assert outlet.dead_last_day == 3
    assert outlet.rejected_last_day == 2


def test_nodes_and_jobs(mongodb_uri: str, database: SyncDatabase) -> None:
    left = NOW - hours(4)
    database["nodes"].insert_many(
        [
            node("a:6800", alive=True),
            node("b:6800", alive=False),
            node("c:6800", alive=False, seen_at=left, alive_until=left),
            node("d:6800", alive=False),
        ]
    )
    database["runs"].insert_one(run(hours(0.01)))
    database["jobs"].insert_many(
        [
            job(1, "finished", hours(2)),
            job(2, "finished", hours(26)),
            job(3, "failed", hours(3)),
            job(4, "lost", hours(1), node="b:6800"),
            job(5, "cancelled", hours(1)),
            job(6, "running", hours(0.4)),
            job(7, "running", hours(1.5), node="b:6800"),
            job(8, "pending", hours(0.2)),
            job(9, "pending", hours(0.3), spider="tengrinews"),
            *(job(n, "skipped", hours(0.1)) for n in (10, 11)),
            job(12, "skipped", hours(4)),
            job(13, "skipped", hours(0.05), spider="tengrinews"),
        ]
    )
    report = read(mongodb_uri, database.name)
    first, second, third, fourth = report.nodes
    assert [each.left for each in report.nodes] == [False, False, True, False]
    assert (third.faults, fourth.alive) == ((), False)
    assert (first.node, first.alive, first.running, first.slots) == ("a:6800", True, 1, 4)
    assert first.ended == Ended(finished=1, failed=1, cancelled=1)
    assert (second.alive, second.running, second.ended) == (False, 1, Ended(lost=1))
    jobs = report.jobs
    assert (jobs.pending, jobs.running) == (2, 2)
    assert jobs.ended == Ended(finished=1, failed=1, lost=1, cancelled=1, skipped=4)
    assert jobs.waiting_since is not None
    assert abs(jobs.waiting_since - (NOW - hours(0.3))) < MINUTE
    assert exclusive(report).skipped_ticks == 2
    assert report.red == {
        "node b:6800": "it has died, and 1 job with it: start it, or remove it "
        "(scrapy status --forget-node b:6800); 1 job of the last day died with it too often, and "
        "was given up",
        "node d:6800": "it has died: start it, or remove it (scrapy status --forget-node d:6800)",
    }


def test_jobs_of_which_none_ever_came_to_the_outlet(
    mongodb_uri: str, database: SyncDatabase
) -> None:
    database["nodes"].insert_one(node("a:6800", alive=True))
    database["jobs"].insert_many([job(n, "failed", hours(n), exit_code=1) for n in (1, 2, 30)])
    assert read(mongodb_uri, database.name).red == {
        "exclusive": "no crawl has succeeded since the first one, 30 h ago",
        "jobs": "not one job of the last day finished: 2 failed, 0 were lost",
        "database": "no crawl has ever succeeded in it",
    }


@pytest.mark.parametrize(
    ("ages", "days"),
    [([], None), ([3], None), ([24], 1), ([24 * 9, 24 * 6, 24], 6)],
    ids=["unknown", "too young", "a day", "the oldest of a week"],
)
def test_growth(
    mongodb_uri: str, prepared: SyncDatabase, ages: list[float], days: int | None
) -> None:
    for number, age in enumerate(ages):
        at = NOW - hours(age)
        prepared["sizes"].insert_one(
            {
                "_id": f"{at:%Y-%m-%d}",
                "noted_at": at,
                "bytes_on_disk": number,
                "archive_bytes": 2 * number,
            }
        )
    database = read(mongodb_uri, prepared.name).database
    assert database.free_bytes is not None
    assert database.free_bytes > 0
    if days is None:
        assert database.bytes_a_day is None
    else:
        assert database.bytes_a_day == pytest.approx(database.bytes_on_disk / days, rel=0.02)
        a_day = database.archive_bytes_a_day
        assert a_day == pytest.approx(database.archive_bytes / days, rel=0.02)


def test_a_database_that_is_not_there_yet_does_not_tell_of_its_disk(mongodb_uri: str) -> None:
    assert read(mongodb_uri, "none_such").database.free_bytes is None


class Questions(CommandListener):
    """Every question that was asked."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []

    def started(self, event: CommandStartedEvent) -> None:
        if event.command_name in {"find", "aggregate", "count", "distinct"}:
            dropped = {"lsid", "$db", "$clusterTime", "$readPreference", "readConcern"}
            self.asked.append({k: v for k, v in event.command.items() if k not in dropped})

    def succeeded(self, event: object) -> None:
        pass

    def failed(self, event: object) -> None:
        pass


def stages(plan: Any) -> set[str]:
    """The names of all stages of an explained plan."""
    if isinstance(plan, list):
        return set().union(*map(stages, plan))
    if not isinstance(plan, dict):
        return set()
    mine = {plan["stage"]} if "stage" in plan else set()
    kept = {k: v for k, v in plan.items() if k != "rejectedPlans"}
    return mine.union(*map(stages, kept.values()))


# Of a few documents each: they are read whole.
SMALL = {"nodes", "rounds", "hosts"}


def test_every_question_has_an_index(mongodb_uri: str, prepared: SyncDatabase) -> None:
    questions = Questions()

    async def asking() -> None:
        async with open_store(mongodb_uri, prepared.name) as database:
            await prepare_collections(database, COLLECTIONS)
            # Enough for MongoDB to see which of the indexes is the best.
            await database["jobs"].insert_many(
                job(n, "finished", hours(n), spider=spider, _id=f"{spider}-{n}")
                for n in range(200)
                for spider in ("exclusive", "tengrinews", "standard")
            )
            client = database.client
            listening = type(client)(mongodb_uri, event_listeners=[questions], tz_aware=True)
            try:
                reader = StatusReader(listening[prepared.name], limits())
                await reader.report({"exclusive": None})
            finally:
                await listening.close()

    asyncio.run(asking())
    # The bounds of its plans are moments that no datetime holds.
    any_moment: CodecOptions[dict[str, Any]] = CodecOptions(
        datetime_conversion=DatetimeConversion.DATETIME_AUTO
    )
    asked = [each for each in questions.asked if next(iter(each.values())) not in SMALL]
    assert {next(iter(each.values())) for each in asked} >= {"articles", "runs", "jobs"}
    for question in asked:
        explained = prepared.command(
            "explain", question, verbosity="queryPlanner", codec_options=any_moment
        )
        names = stages(explained)
        assert names & {"IXSCAN", "COUNT_SCAN", "DISTINCT_SCAN"}, question
        assert "COLLSCAN" not in names, question
        assert "SORT" not in names, question
