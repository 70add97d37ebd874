"""Releases, deployments and exposures, from landing files to dim_releases and fct_exposures.

Payloads of GitHub are in the shape of octokit/webhooks at 3a58428a (MIT), `payload-examples`; those of feature
flags in that of LaunchDarkly's "Warehouse Data Export schema reference" and "Streaming Data Export schema
reference", and of GrowthBook's `docs/app/datasources.mdx`. Values are ours.
"""

import json

import pytest

from tests.builds import Project
from tests.models.record_loads import one_load_a_run

REPOSITORY = {"id": 1, "full_name": "acme/shop", "default_branch": "main"}


def release(action, number, tag, **more):
    return {"action": action, "repository": REPOSITORY, "release": {
        "id": number, "tag_name": tag, "name": "", "draft": False, "prerelease": False,
        "created_at": "2026-01-01T09:00:00Z", "published_at": "2026-01-02T10:00:00Z",
        "url": f"https://api.github.com/repos/acme/shop/releases/{number}",
        "html_url": f"https://github.com/acme/shop/releases/tag/{tag}"} | more}


def deployment(number, sha, ref="main", environment="production", task="deploy"):
    return {"id": number, "sha": sha, "ref": ref, "task": task, "environment": environment, "payload": {},
            "created_at": f"2026-01-{number:02d}T11:00:00Z", "updated_at": f"2026-01-{number:02d}T11:00:00Z",
            "url": f"https://api.github.com/repos/acme/shop/deployments/{number}"}


def state(number, deployed, state, day):
    return {"action": "created", "repository": REPOSITORY, "deployment": deployed, "deployment_status": {
        "id": number, "state": state, "environment": deployed["environment"],
        "created_at": f"2026-01-{day:02d}T12:00:00Z", "deployment_url": deployed["url"],
        "url": f"{deployed['url']}/statuses/{number}"}}


def land(project, source, table, load_date, *rows):
    path = project.landing / f"{source}/{table}/load_date={load_date}/rows.ndjson"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """One project that has read every case of this file."""
    project = Project(tmp_path_factory.mktemp("releases"), is_small=True, sources=("tracker", "releases", "feature_flags"), is_brief=True)
    project.write_lines("2026-01-02", [
        {"event": "login", "message_id": "m1", "user_id": "ada", "timestamp": "2026-01-02T10:00:00Z"},
    ])
    land(
        project, "releases", "calendar", "2026-01-10",
        {"release_id": "r1", "name": "Search", "version": "1.0", "service": "search", "environment": "production",
         "started_at": "2026-01-03T08:00:00Z", "finished_at": "2026-01-03T09:00:00Z", "status": "success", "flags": ["new_search"]},
        {"release_id": "r2", "service": "search", "environment": "Prod", "started_at": "2026-01-04T08:00:00Z", "rollback_of": "r1"},
        {"release_id": "r3", "service": "search", "environment": "staging", "started_at": "2026-01-05T08:00:00Z", "status": "failed"},
        {"name": "nameless"},
    )
    old, new = deployment(3, "aaa", "v1"), deployment(4, "bbb", "refs/tags/v2")
    again, stage = deployment(6, "aaa", "main"), deployment(7, "ccc", "main", "staging")
    by_task, failed = deployment(8, "ddd", "main", task="rollback"), deployment(9, "eee")
    land(
        project, "releases", "webhooks", "2026-01-10",
        # the same second, three actions
        release("created", 11, "v1"), release("published", 11, "v1"), release("released", 11, "v1"),
        release("published", 12, "v2", name="Two"), release("created", 13, "v3", draft=True, published_at=None),
        release("published", 14, "v4"), release("published", 15, "v5-rc1", prerelease=True),
        {"action": "created", "repository": REPOSITORY, "deployment": old},
        state(103, old, "in_progress", 3), state(104, old, "success", 3), state(105, old, "inactive", 4),
        # out of order, and again; of this one the deployment itself was never delivered
        state(107, again, "success", 6), state(106, new, "success", 4), state(107, again, "success", 6),
        state(108, stage, "success", 7), state(109, by_task, "success", 8), state(110, failed, "failure", 9),
    )
    land(project, "releases", "webhooks", "2026-01-12", release("deleted", 14, "v4"), release("edited", 12, "v2", name="Two, better"))
    # as the API lists them
    land(project, "releases", "releases", "2026-01-13", release("", 16, "v6")["release"])
    land(project, "releases", "deployments", "2026-01-13", deployment(10, "fff", "v6"))

    warehouse = {"flag_key": "checkout", "context_kind": "user", "context_key": "ada", "variation_id": "red",
                 "experiment_iteration_id": "it1", "creation_date": 1_767_430_800_000}
    stream = {"kind": "feature", "key": "banner", "contextKeys": {"user": "ada"}, "creationDate": 1_767_430_800_000,
              "variation": 1, "samplingRatio": 10, "reason": {"kind": "FALLTHROUGH", "inExperiment": True}}
    land(
        project, "feature_flags", "evaluation_events", "2026-01-10",
        warehouse | {"event_id": "e2", "creation_date": 1_767_430_900_000},
        warehouse | {"event_id": "e1"}, warehouse | {"event_id": "e1"},
        # one event about contexts of two kinds
        warehouse | {"event_id": "e1", "context_kind": "organization", "context_key": "acme"},
        # the next iteration assigns again
        warehouse | {"event_id": "e3", "experiment_iteration_id": "it2", "variation_id": "blue"},
        # another variant, later; and a flag that did not load
        warehouse | {"event_id": "e4", "context_key": "bob"},
        warehouse | {"event_id": "e5", "context_key": "bob", "variation_id": "blue", "creation_date": 1_767_430_900_000},
        warehouse | {"event_id": "e6", "context_key": "bob", "variation_id": None, "creation_date": 1_767_430_700_000},
        warehouse | {"event_id": "e7", "context_key": "cyn", "variation_id": None},
        warehouse | {"event_id": "e8", "flag_key": None, "context_key": None, "creation_date": "soon"},
    )
    land(
        project, "feature_flags", "exposures", "2026-01-10",
        stream, stream, stream | {"creationDate": 1_767_430_900_000},
        {"kind": "summary", "features": {}}, {"kind": "index", "context": {"kind": "user", "key": "ada"}},
    )
    land(
        project, "feature_flags", "experiment_viewed", "2026-01-10",
        {"experiment_id": "price", "variation_id": "0", "anonymous_id": "zed", "timestamp": "2026-01-03 10:00:00", "_dlt_id": "a"},
        {"experiment_id": "price", "variation_id": "0", "anonymous_id": "zed", "timestamp": "2026-01-03 10:00:00", "_dlt_id": "b"},
    )
    build = project.build("--resource-type", "seed", "model", "test")
    assert build.code == 0, build.output[-4000:]
    return build


def test_the_own_calendar(built):
    assert built.query("""
        select release_id, version, service, environment, is_production, status, released_at::text, rolled_back_at::text, rollback_of, flags
        from core.dim_releases where kind = 'calendar' order by 1
    """) == [
        ("r1", "1.0", "search", "production", True, "success", "2026-01-03 09:00:00", "2026-01-04 08:00:00", None, '["new_search"]'),
        ("r2", None, "search", "Prod", True, None, "2026-01-04 08:00:00", None, "r1", None),
        ("r3", None, "search", "staging", False, "failed", None, None, None, None),
    ]


def test_releases_are_out_with_their_deployment_else_when_they_were_published(built):
    assert built.query("""
        select release_id, name, status, environment, announced_at::text, released_at::text, rolled_back_at::text, is_deleted
        from core.dim_releases where kind = 'release' order by 1
    """) == [
        ("acme/shop#11", "v1", "deployed", "production", "2026-01-02 10:00:00", "2026-01-03 12:00:00", None, False),
        ("acme/shop#12", "Two, better", "deployed", "production", "2026-01-02 10:00:00", "2026-01-04 12:00:00", "2026-01-06 12:00:00", False),
        ("acme/shop#13", "v3", "draft", None, None, None, None, False),
        ("acme/shop#14", "v4", "published", None, "2026-01-02 10:00:00", "2026-01-02 10:00:00", None, True),
        ("acme/shop#15", "v5-rc1", "prerelease", None, "2026-01-02 10:00:00", "2026-01-02 10:00:00", None, False),
        ("acme/shop#16", "v6", "published", None, "2026-01-02 10:00:00", "2026-01-02 10:00:00", None, False),
    ]


def test_deployments_are_out_until_the_next_and_may_be_rollbacks(built):
    assert built.query("""
        select split_part(release_id, '#', 2)::int as number, environment, is_production, status,
            released_at::text, replaced_at::text, rolled_back_at::text, rollback_of
        from core.dim_releases where kind = 'deployment' order by 1
    """) == [
        (3, "production", True, "deployed", "2026-01-03 12:00:00", "2026-01-04 12:00:00", None, None),
        (4, "production", True, "deployed", "2026-01-04 12:00:00", "2026-01-06 12:00:00", "2026-01-06 12:00:00", None),
        (6, "production", True, "deployed", "2026-01-06 12:00:00", "2026-01-08 12:00:00", "2026-01-08 12:00:00", "acme/shop#4"),
        (7, "staging", False, "deployed", "2026-01-07 12:00:00", None, None, None),
        (8, "production", True, "deployed", "2026-01-08 12:00:00", None, None, "acme/shop#6"),
        (9, "production", True, "not_deployed", None, None, None, None),
        (10, "production", True, "not_deployed", None, None, None, None),
    ]


def test_the_first_exposure_counts(built):
    [(ada,)] = built.query("select person_id from core.identity_map where identifier = 'ada'")
    rows = built.query("""
        select flag_key, iteration, unit_type, unit_id, person_id, variant, epoch_ms(first_exposed_at), exposure_count,
            weighted_count, variant_count, unassigned_count, is_experiment
        from core.fct_exposures order by 1, 2, 3, 4
    """)
    first = 1_767_430_800_000
    assert rows == [
        ("banner", "", "user", "ada", ada, "1", first, 2, 20, 1, 0, True),
        ("checkout", "it1", "organization", "acme", None, "red", first, 1, 1, 1, 0, True),
        ("checkout", "it1", "user", "ada", ada, "red", first, 2, 2, 1, 0, True),
        ("checkout", "it1", "user", "bob", None, "red", first, 2, 2, 2, 1, True),
        ("checkout", "it1", "user", "cyn", None, None, None, 0, 0, 0, 1, True),
        ("checkout", "it2", "user", "ada", ada, "blue", first, 1, 1, 1, 0, True),
        ("price", "", "anonymous", "zed", None, "0", 1_767_434_400_000, 1, 1, 1, 0, True),
    ]


def test_every_row_has_its_fate_in_the_ledger(built):
    assert built.query("""
        select source, load_date::text, disposition, reason, rows::int from quality.event_ledger
        where source in ('releases', 'feature_flags') order by all
    """) == [
        ("feature_flags", "2026-01-10", "accepted", "", 11),
        ("feature_flags", "2026-01-10", "duplicate", "unchanged", 3),
        ("feature_flags", "2026-01-10", "quarantined", "missing_flag|missing_unit|missing_time", 1),
        ("feature_flags", "2026-01-10", "unread", "unknown_object", 2),
        ("releases", "2026-01-10", "accepted", "", 17),
        ("releases", "2026-01-10", "duplicate", "unchanged", 3),
        ("releases", "2026-01-10", "quarantined", "missing_id", 1),
        ("releases", "2026-01-12", "accepted", "", 2),
        ("releases", "2026-01-13", "accepted", "", 2),
    ]


def test_loads_give_what_one_build_gives(built, tmp_path):
    project = Project(tmp_path, is_small=True, sources=("tracker", "releases", "feature_flags"), is_brief=True)
    assert one_load_a_run(
        built, project, "dim_releases", "fct_exposures"
    ) == []
