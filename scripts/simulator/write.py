"""Write landing files and truth tables, town by town."""

from collections import Counter
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from . import (
    billing, collectors, consent, crm, gateway, metrics, plants, shipping, support, truth,
)
from . import vocabulary as words
from .people import BROWSER_KINDS, PHONE_BAD_ANONYMOUS, PHONE_DEVICE_ONLY, ROLES, USER_ONLY
from .rows import ACCEPTED, BLANK, DISPOSITIONS, QUARANTINED

TABLE = Path("tracker/events")
COMPRESSION_LEVEL = 6

SCHEMAS = {
    "rows": pa.schema(
        [
            ("load_date", pa.date32()),
            ("file", pa.string()),
            ("line_number", pa.int64()),
            ("disposition", pa.string()),
            ("reasons", pa.list_(pa.string())),
            ("event_key", pa.int64()),
        ]
    ),
    "events": pa.schema(
        [
            ("event_key", pa.int64()),
            ("file", pa.string()),
            ("line_number", pa.int64()),
            ("event_name", pa.string()),
            ("occurred_at", pa.timestamp("us")),
            ("human", pa.string()),
            ("person_key", pa.string()),
            ("session_key", pa.string()),
            ("account_id", pa.string()),
            ("is_bot", pa.bool_()),
        ]
    ),
    "devices": pa.schema(
        [
            ("browser_key", pa.string()),
            ("kind", pa.string()),
            ("room", pa.string()),
            ("anonymous_id", pa.string()),
            ("device_id", pa.string()),
            ("human", pa.string()),
            ("person_keys", pa.list_(pa.string())),
            ("is_knowable", pa.bool_()),
            ("reason", pa.string()),
        ]
    ),
    "funnels": pa.schema(
        [
            ("funnel_name", pa.string()),
            ("breakdown_value", pa.string()),
            ("step_number", pa.int64()),
            ("units", pa.int64()),
        ]
    ),
    "retention": pa.schema(
        [
            ("retention_name", pa.string()),
            ("cohort_period", pa.timestamp("us")),
            ("period_number", pa.int64()),
            ("cohort_size", pa.int64()),
            ("retained", pa.int64()),
        ]
    ),
    "plants": pa.schema([("plant", pa.string()), ("count", pa.int64())]),
    "revenue": pa.schema(
        [("account_id", pa.string()), ("month", pa.date32()), ("monthly_amount", pa.float64())]
    ),
    "tickets": pa.schema(
        [
            ("ticket_id", pa.string()),
            ("account_id", pa.string()),
            ("created_at", pa.timestamp("us")),
            ("first_reply_at", pa.timestamp("us")),
            ("first_resolved_at", pa.timestamp("us")),
            ("resolved_at", pa.timestamp("us")),
            ("reopens", pa.int64()),
            ("escalations", pa.int64()),
            ("satisfaction_score", pa.string()),
        ]
    ),
}


def _texts(values, index):
    """Return the text at each index (-1: null) as a dictionary-free Arrow array."""
    index = pa.array(index, pa.int64(), mask=np.asarray(index) < 0)
    return pa.array(values, pa.string()).take(index)


class Writer:
    """Collects towns into one output folder; use as a context manager.

    Args:
        out: folder that gets `landing/` and `truth/`; must not hold either yet.
        definitions: folder of the definition seeds.
        collector: who writes the events.
        within: collectors; what one of them cannot express is left out. Then, and where
            somebody else than the tracker writes, the truth names no files.
    """

    def __init__(self, out, definitions, collector="tracker", within=()):
        self.collector, self.within = collector, within
        self.landing = Path(out) / "landing"
        self.truth = Path(out) / "truth"
        for folder in (self.landing, self.truth):
            if folder.exists():
                raise FileExistsError(f"{folder} exists; the simulator never overwrites")
        self.funnels, self.steps, self.curves = metrics.read_definitions(definitions)
        self.truth.mkdir(parents=True)
        self.codec = pa.Codec("gzip", compression_level=COMPRESSION_LEVEL)
        self.tables = {}
        self.accounts, self.users = [], []
        self.gateways, self.consents = gateway.Gateways(), consent.Consents()
        self.event_count = 0
        self.counts = {
            "funnels": Counter(),
            "retention": Counter(),
            "plants": Counter(),
            "rows": Counter(),
        }

    def __enter__(self):
        for name in ("rows", "events", "devices"):
            self.tables[name] = pq.ParquetWriter(
                self.truth / f"{name}.parquet", SCHEMAS[name], compression="zstd"
            )
        return self

    def __exit__(self, failed, *_):
        if failed is None:
            self._write_metrics()
        for table in self.tables.values():
            table.close()

    def add(self, town, rows, renderer, seed):
        """Write one town's files and truth; return how many events it had."""
        self.accounts += [
            f"acct_{town.number}_{account}" for account in range(town.user_account.max() + 1)
        ]
        # of each account the first user, who need not have one
        first = {int(account): user for user, account in reversed(list(enumerate(town.user_account)))}
        self.users += [
            f"u_{(town.number << 24) + first[account]}" if account in first else None
            for account in range(town.user_account.max() + 1)
        ]
        for logs in (self.gateways, self.consents):
            logs.add(town, renderer.identifiers, seed)
        files = None
        if self.collector == "tracker" and not self.within:
            files = self._write_lines(town.number, rows, renderer)
            self._write_rows(rows, files)
        else:
            collectors.write(
                self.collector, self.within, town, rows, renderer, self.landing, self.codec
            )
        person = truth.persons_of(town)
        session = truth.sessions_of(town, person)
        self._write_events(town, rows, files, person, session)
        self._write_devices(town, renderer, person)
        self._count(town, renderer, person, session)
        self.counts["plants"].update(plants.count(town, rows, renderer, session))
        longest = int(town.user_identifier_count.max()) - 1
        before = self.counts["plants"]["longest alias chain"]
        self.counts["plants"]["longest alias chain"] = max(before, longest)
        self.event_count += len(town.time)
        return len(town.time)

    def write_billing(self, begin, days, seed):
        """Write what the billing system tells of all accounts, once every town is there."""
        paid = billing.write(self.accounts, begin, days, seed, self.landing, self.codec)
        self._write_table("revenue", sorted(paid))

    def write_crm(self, begin, days, seed):
        """Write what the CRM tells of all accounts, once every town is there."""
        crm.write(self.accounts, self.users, begin, days, seed, self.landing, self.codec)

    def write_shipping(self, begin, days, seed):
        """Write what was released, and who saw which variant, once every town is there."""
        shipping.write(self.users, begin, days, seed, self.landing, self.codec)

    def write_support(self, begin, days, seed):
        """Write what the support system tells of all accounts, once every town is there."""
        tickets = support.write(self.accounts, begin, days, seed, self.landing, self.codec)
        self._write_table("tickets", tickets)

    def write_logs(self):
        """Write what gateways and consent tools logged, once every town is there."""
        for logs in (self.gateways, self.consents):
            logs.write(self.landing, self.codec)

    def _write_lines(self, number, rows, renderer):
        """Write one file per load; return {day number: file, relative to the landing root}."""
        files = {}
        for day, text in rows.render(renderer):
            file = TABLE / f"load_date={np.datetime64(day, 'D')}" / f"part-{number}.ndjson.gz"
            (self.landing / file).parent.mkdir(parents=True, exist_ok=True)
            (self.landing / file).write_bytes(self.codec.compress(text, asbytes=True))
            files[day] = file.as_posix()
        return files

    def _write_rows(self, rows, files):
        real = rows.disposition != BLANK
        days, which = np.unique(rows.load[real], return_inverse=True)
        quarantined = rows.disposition[real] == QUARANTINED
        reasons = [r for r, keep in zip(rows.reasons, real.tolist()) if keep]
        self.tables["rows"].write_table(
            pa.table(
                [
                    pa.array(rows.load[real].astype(np.int32), pa.int32()).cast(pa.date32()),
                    _texts([files[d] for d in days.tolist()], which),
                    pa.array(rows.line_number[real]),
                    _texts(DISPOSITIONS, rows.disposition[real]),
                    pa.array(reasons, pa.list_(pa.string())),
                    pa.array(self.event_count + rows.event[real], mask=quarantined),
                ],
                schema=SCHEMAS["rows"],
            )
        )
        for code, name in enumerate(DISPOSITIONS):
            self.counts["rows"][name] += int((rows.disposition == code).sum())

    def _person_texts(self, town):
        users, browsers = len(town.user_human), len(town.browser_kind)
        return [f"user-{town.number}-{u}" for u in range(users)] + [
            f"browser-{town.number}-{b}" for b in range(browsers)
        ]

    def _write_events(self, town, rows, files, person, session):
        size = len(town.time)
        won = np.flatnonzero(rows.disposition == ACCEPTED)
        place = np.empty(size, dtype=np.int64)
        place[rows.event[won]] = won
        days, which = np.unique(rows.load[place], return_inverse=True)
        keys = self.event_count + np.arange(size)
        accounts = town.user_account.max() + 1
        account = np.where(town.user >= 0, town.user_account[town.user], -1)
        opened, place_of = np.unique(session, return_inverse=True)
        labels = [f"session-{self.event_count + s}" for s in opened.tolist()]
        self.tables["events"].write_table(
            pa.table(
                [
                    pa.array(keys),
                    _texts([files[d] if files else None for d in days.tolist()], which),
                    pa.array(rows.line_number[place], mask=np.full(size, not files)),
                    _texts(words.NAMES, town.name),
                    pa.array(town.time * 1000).cast(pa.timestamp("us")),
                    _texts(
                        [f"human-{town.number}-{h}" for h in range(len(town.role))], town.human
                    ),
                    _texts(self._person_texts(town), person),
                    _texts(labels, np.where(session >= 0, place_of, -1)),
                    _texts([f"acct_{town.number}_{a}" for a in range(accounts)], account),
                    pa.array(truth.is_bot(town)),
                ],
                schema=SCHEMAS["events"],
            )
        )

    def _write_devices(self, town, renderer, person):
        texts = self._person_texts(town)
        columns = {name: [] for name in SCHEMAS["devices"].names}
        for browser, kind, human, persons, why in truth.hard_cases(town, person):
            device = town.browser_device[browser]
            told = kind not in (PHONE_BAD_ANONYMOUS, PHONE_DEVICE_ONLY, USER_ONLY)
            room = int(town.browser_room[browser])
            values = (
                f"browser-{town.number}-{browser}",
                BROWSER_KINDS[kind],
                ROLES[room] if room else None,
                renderer.anonymous[browser] if told else None,
                renderer.devices[device] if device >= 0 else None,
                f"human-{town.number}-{human}" if human >= 0 else None,
                [texts[p] for p in persons],
                why == "",
                why,
            )
            for column, value in zip(columns.values(), values):
                column.append(value)
            if why:
                self.counts["plants"][f"unknowable: {why}"] += 1
        self.tables["devices"].write_table(pa.table(columns, schema=SCHEMAS["devices"]))

    def _count(self, town, renderer, person, session):
        """Count this town's funnels and retention; no unit lives in two towns."""
        keep = ~truth.is_bot(town)
        sources = words.SOURCES
        names = np.array([*np.repeat(sources, words.CAMPAIGN_TABLE.count), ""])
        account = np.where(town.user >= 0, town.user_account[town.user], -1)
        events = {
            "name": town.name,
            "time": town.time,
            "person": person,
            "session": session,
            "account": account,
            "property": renderer.property,
            "source": names[town.campaign],
        }
        events = {name: column[keep] for name, column in events.items()}
        for funnel in self.funnels:
            name = funnel["funnel_name"]
            units = metrics.funnel_units(funnel, self.steps[name], events)
            for (value, step), count in units.items():
                self.counts["funnels"][name, value, step] += count
        for curve in self.curves:
            name = curve["retention_name"]
            for (cohort, number), count in metrics.retention_cells(curve, events).items():
                self.counts["retention"][name, cohort, number] += count

    def _write_metrics(self):
        counted = self.counts["funnels"]
        funnels = []
        for funnel in self.funnels:
            name = funnel["funnel_name"]
            real = [r for r in self.steps[name] if r["is_exclusion"] != "true"]
            steps = sorted({int(r["step_number"]) for r in real})
            values = sorted({value for other, value, _ in counted if other == name})
            # a step nobody came to is told with 0
            funnels += [(name, v, s, counted[name, v, s]) for v in values for s in steps]
        self._write_table("funnels", funnels)
        period = {c["retention_name"]: c["period"] for c in self.curves}
        cells = self.counts["retention"]
        self._write_table(
            "retention",
            [
                (
                    name,
                    metrics.bucket_start(cohort, period[name]),
                    number,
                    cells[name, cohort, 0],
                    cells[name, cohort, number],
                )
                for name, cohort, number in sorted(cells)
            ],
        )
        self._write_table("plants", sorted(self.counts["plants"].items()))

    def _write_table(self, name, records):
        schema = SCHEMAS[name]
        columns = list(zip(*records)) or [[] for _ in schema.names]
        arrays = [pa.array(list(c), f.type) for c, f in zip(columns, schema)]
        pq.write_table(
            pa.table(arrays, schema=schema), self.truth / f"{name}.parquet", compression="zstd"
        )
