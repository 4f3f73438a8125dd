"""A node whose MongoDB is away for some seconds."""

from __future__ import annotations

from pathlib import Path

from tests.deploy.conftest import node
from tests.deploy.eggs import PROJECT, small_egg, upload
from tests.mongo.servers import own_mongod, wait_until


def test_a_node_outlives_its_databases_absence(
    project: Path, environment: dict[str, str], tmp_path: Path
) -> None:
    with own_mongod(tmp_path / "mongod") as mongod:
        own = {"MONGODB_URI": mongod.uri, "MONGODB_TIMEOUT": "1"}
        with node(tmp_path / "alone", project, environment, own) as alone:
            alone.start()
            alone.wait()
            assert upload(alone, "1", small_egg("1")) == ("ok", "")
            mongod.kill()
            status, body = alone.request("/listjobs.json")
            assert status == 503
            assert b"MongoDB does not answer" in body
            assert (
                b"MongoDB does not answer"
                in alone.request("/schedule.json", [("project", PROJECT), ("spider", "quick")])[1]
            )
            wait_until(lambda: "heartbeat failed" in alone.log.read_text(), "the node notices")
            mongod.start()
            wait_until(lambda: alone.request("/daemonstatus.json")[0] == 200, "it answers again")
            job = alone.schedule("quick", project=PROJECT)
            assert alone.finished_job(job, project=PROJECT)["state"] == "finished"
