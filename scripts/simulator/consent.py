"""What the product's consent tools log: users decide in a preference centre (OneTrust's receipts), and
on a banner (Snowplow's events). A loader brings both every four weeks.
"""

import datetime
import json
import random
from collections import defaultdict
from pathlib import Path

FOLDER = Path("consent")
DAY = 86_400_000
MONTH = 28 * DAY
# of the users: how many decide in each way, and of those how many decide once more
SHARE, AGAIN = {"onetrust": 0.3, "snowplow": 0.3}, 0.4
PURPOSES = ["C0002", "C0003", "C0004"]
PREFERENCES = "unstruct_event_com_snowplowanalytics_snowplow_consent_preferences_1"


class Consents:
    """Collects the decisions of towns; `write` writes them down."""

    def __init__(self):
        self.files = defaultdict(list)

    def add(self, town, identifiers, seed):
        """Takes the decisions of one town: `identifiers` are the texts of its users' ids."""
        draw = random.Random(f"consent {seed} {town.number}")
        first = {}
        for at, identifier in zip(town.time.tolist(), town.identifier.tolist()):
            if identifier >= 0:
                first[identifier] = min(at, first.get(identifier, at))
        for identifier, at in sorted(first.items()):
            for layout, log in LOG.items():
                if draw.random() >= SHARE[layout]:
                    continue
                moments = [at] + [at + draw.randint(1, 40 * DAY)] * (draw.random() < AGAIN)
                for number, moment in enumerate(moments):
                    name = f"{layout[0]}-{town.number}-{identifier}-{number}"
                    row = log(draw, name, moment, identifiers[identifier])
                    self.files[layout, moment // MONTH + 1].append(row)

    def write(self, landing, codec):
        """Writes `consent/<layout>/load_date=…/part-0.ndjson.gz` below the landing root."""
        for (layout, load), rows in sorted(self.files.items()):
            date = datetime.date(1970, 1, 1) + datetime.timedelta(days=load * 28)
            path = landing / FOLDER / layout / f"load_date={date}" / "part-0.ndjson.gz"
            path.parent.mkdir(parents=True, exist_ok=True)
            text = "".join(json.dumps(row, separators=(",", ":")) + "\n" for row in rows)
            path.write_bytes(codec.compress(text.encode(), asbytes=True))


def _time(at):
    moment = datetime.datetime(1970, 1, 1) + datetime.timedelta(milliseconds=at)
    return moment.isoformat(timespec="milliseconds")


def _onetrust(draw, name, at, user):
    return {
        "receiptId": name, "identifier": user, "identifierType": "Customer ID",
        "interactionDate": _time(at), "test": False,
        "purposes": [{"Id": purpose, "TransactionType": draw.choice(["CONFIRMED", "CONFIRMED", "OPT_OUT"])}
                     for purpose in PURPOSES],
    }


def _snowplow(draw, name, at, user):
    kind = draw.choice(["allow_all", "allow_selected", "deny_all"])
    scopes = {"allow_all": ["necessary", "analytics", "functional", "marketing"],
              "allow_selected": ["necessary", "analytics"]}
    return {
        "event_id": name, "user_id": user, "derived_tstamp": _time(at) + "Z",
        "collector_tstamp": _time(at + 200) + "Z",
        PREFERENCES: {"eventType": kind, "basisForProcessing": "consent", "consentVersion": "1.0",
                      "consentScopes": scopes.get(kind, ["necessary"]), "gdprApplies": True},
    }


LOG = {"onetrust": _onetrust, "snowplow": _snowplow}
