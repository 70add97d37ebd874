"""What the simulated product says: event names, their spellings, properties, pages, scripts.

Everything here is constant: the same on every run, whatever the seed.
"""

import json
from dataclasses import dataclass

import numpy as np

# category -> event names; `seeds/definitions/tracking/event_taxonomy.csv` says the same
CATEGORIES = {
    "navigation": ["page_view", "screen_view", "list_view", "search_performed", "tab_switched"],
    "interaction": [
        "button_click",
        "form_submitted",
        "menu_opened",
        "file_downloaded",
        "video_played",
    ],
    "ecommerce": [
        "product_view",
        "add_to_cart",
        "remove_from_cart",
        "checkout_step",
        "transaction",
        "refund",
    ],
    "engagement": [
        "scroll_depth",
        "feature_used",
        "report_created",
        "teammate_invited",
        "comment_posted",
        "survey_submitted",
        "workspace_created",
        "email_delivered",
        "old_dashboard_viewed",
    ],
    "account": [
        "signup_started",
        "signup_completed",
        "login",
        "logout",
        "identify",
        "group",
        "alias",
        "password_reset_requested",
        "plan_changed",
        "invoice_paid",
    ],
    "performance": ["error_shown", "page_load_timed", "api_request_failed", "app_crashed"],
}
# accepted though nobody registered them
UNKNOWN = ["beta_widget_poked", "größe_geändert"]
NAMES = [name for names in CATEGORIES.values() for name in names] + UNKNOWN
CODE = {name: code for code, name in enumerate(NAMES)}


def _heads(name):
    """Return the ways a row of this event can begin, repeated by weight."""
    if name in ("identify", "group", "alias"):
        return ['{"type":"%s"' % name]
    if name == "page_view":
        return [
            '{"type":"page"',
            '{"type":"page"',
            '{"type":"page","event":null',
            '{"type":"page","event":"page_view"',
            '{"event":"$pageview"',
            '{"event":"$pageview","type":"track"',
            '{"event_name":"page_view"',
            '{"event":"Page Viewed","type":"track"',
        ]
    if name == "screen_view":
        return ['{"type":"screen"', '{"type":"screen","event_name":"Screen View"']
    if name == "button_click":
        return [
            '{"event":"Clicked Button","type":"track"',
            '{"event":"button_click"',
            '{"event_name":"ctaTapped"',
        ]
    if name == "größe_geändert":
        return ['{"event":"Größe geändert"', '{"event":"Gr\\u00f6\\u00dfe ge\\u00e4ndert"']
    words = name.split("_")
    title = " ".join(word.capitalize() for word in words)
    camel = words[0] + "".join(word.capitalize() for word in words[1:])
    return (
        ['{"event":"%s","type":"track"' % name] * 4
        + ['{"event":"%s"' % name] * 3
        + ['{"event_name":"%s"' % name] * 2
        + ['{"event":"%s","type":"track"' % title, '{"event_name":"%s"' % camel]
        + ['{"event":null,"event_name":"%s","type":null' % title.replace(" ", "-")]
    )


PLANS = ["free", "pro", "business", "enterprise"]
HOSTILE = [
    "'; DROP TABLE events; --",
    "<script>alert(\"x\")</script>",
    "1 OR 1=1 /* \\ */",
    "<img src=x onerror='fetch(1)'>",
    "naïve 日本語 🚀 \u2028 \ttab\nline",
    "{\"not\": \"an object\"}",
    "%00 ../../etc/passwd ${jndi:x}",
]


def _property_sets(name):
    """Return the property objects that events of this name carry, as dicts."""
    products = ["sku-%03d" % n for n in range(24)]
    price = lambda n: 900 + 1_375 * n  # noqa: E731  cents
    sets = {
        "page_view": [{"section": s} for s in ("home", "pricing", "docs", "blog", "app")],
        "screen_view": [{"screen_name": s} for s in ("Home", "Settings", "Inbox", "Reports")],
        "list_view": [{"list": s, "results": n} for s in ("new", "sale") for n in (8, 24)],
        "search_performed": [
            {"query": q, "results": n} for n, q in enumerate(["tripod", "blue mug", *HOSTILE])
        ],
        "tab_switched": [{"tab": s} for s in ("overview", "activity", "members")],
        "button_click": [{"button": s} for s in ("start-trial", "buy", "save", "O'Reilly \"x\"")],
        "form_submitted": [{"form": s, "fields": n} for n, s in enumerate(("contact", "signup"))],
        "menu_opened": [{"menu": s} for s in ("main", "user")],
        "file_downloaded": [{"file": s, "bytes": n * 4096} for n, s in enumerate(("a.pdf", "b"))],
        "video_played": [{"video": "tour", "seconds": n / 4} for n in (5, 90, 241)],
        "product_view": [{"product_id": p} for p in products],
        "add_to_cart": [
            {"product_id": p, "quantity": n % 3 + 1, "price_cents": price(n)}
            for n, p in enumerate(products)
        ],
        "remove_from_cart": [{"product_id": p, "quantity": 1} for p in products[:8]],
        "checkout_step": [{"step": n, "cart_items": n + 1} for n in (1, 2, 3)],
        "transaction": [
            {
                "order_total_cents": price(n) * (n % 3 + 1),
                "revenue": price(n) * (n % 3 + 1) / 100,
                "currency": ("EUR", "USD", "GBP")[n % 3],
                "items": n % 3 + 1,
            }
            for n in range(24)
        ],
        "refund": [{"revenue": -price(n) / 100, "currency": "EUR"} for n in range(4)],
        "scroll_depth": [{"percent": n} for n in (25, 50, 75, 100)],
        "feature_used": [
            {"feature": s, "duration_ms": 35 * n + 7}
            for n, s in enumerate(("editor", "export", "filters", "api", "automation"))
        ],
        "report_created": [{"template": s} for s in ("blank", "weekly", "board")],
        "teammate_invited": [{"role": s} for s in ("admin", "member", "viewer")],
        "comment_posted": [{"length": n} for n in (12, 140, 999)],
        "survey_submitted": [{"score": n, "comment": HOSTILE[n % 7]} for n in range(11)],
        "workspace_created": [{"template": s} for s in ("team", "personal")],
        "email_delivered": [{"campaign": s} for s in ("welcome", "digest")],
        "old_dashboard_viewed": [{"dashboard": "v1"}],
        "signup_started": [{"method": s} for s in ("email", "google", "saml")],
        "signup_completed": [
            {"plan": p, "method": s} for p in PLANS for s in ("email", "google", "saml")
        ],
        "login": [{"method": s} for s in ("password", "google", "saml")],
        "logout": [{"reason": s} for s in ("user", "timeout")],
        "identify": [{"source": "form"}],
        "group": [{"source": "form"}],
        "alias": [{"source": "backend"}],
        "password_reset_requested": [{"method": "email"}],
        "plan_changed": [{"from": a, "plan": b} for a in PLANS[:2] for b in PLANS[2:]],
        "invoice_paid": [{"amount_cents": 2_900 * n, "currency": "EUR"} for n in (1, 3, 12)],
        "error_shown": [
            {"code": c, "message": m} for c in (404, 500) for m in ("Not found", HOSTILE[1])
        ],
        "page_load_timed": [{"load_ms": n} for n in (87, 450, 2_310, 12_400)],
        "api_request_failed": [{"status": n, "path": "/v1/reports"} for n in (429, 502)],
        "app_crashed": [{"signal": "SIGSEGV", "is_fatal": True}],
    }
    return sets.get(name, [{"surface": "lab"}])


PROPERTY_SETS = [_property_sets(name) for name in NAMES]
HEADS = [_heads(name) for name in NAMES]


@dataclass(frozen=True)
class Flat:
    """Lists of unequal length as one table: entry j of list i stands at `first[i] + j`."""

    entries: list
    first: np.ndarray
    count: np.ndarray

    @classmethod
    def of(cls, lists):
        count = np.array([len(entries) for entries in lists], dtype=np.int64)
        flat = [entry for entries in lists for entry in entries]
        return cls(flat, np.cumsum(count) - count, count)

    def draw(self, which, uniform):
        """Return positions of one entry out of list `which` for each number in [0, 1)."""
        return self.first[which] + (uniform * self.count[which]).astype(np.int64)


HEAD_TABLE = Flat.of(HEADS)
# without the closing brace: an old tracker appends page_url and user_agent here
PROPERTY_TABLE = Flat.of(
    [
        [',"properties":' + json.dumps(p, ensure_ascii=False)[:-1] for p in sets]
        for sets in PROPERTY_SETS
    ]
)
PROPERTY_VALUES = [p for sets in PROPERTY_SETS for p in sets]

PAGES = [
    ("https://www.example.com/", "Welcome"),
    ("https://www.example.com/pricing", "Pricing <b>&amp;</b> plans"),
    ("https://www.example.com/blog/how-to?ref=a%20b", "How to \"count\" people"),
    ("https://www.example.com/docs/start#install", "Docs – start"),
    ("https://shop.example.com/list?sort=price", "Shop"),
    ("https://shop.example.com/p/mug", "Blue mug"),
    ("https://shop.example.com/cart", "Cart"),
    ("https://app.example.com/home", "Home"),
    ("https://app.example.com/reports/7", "Report 7"),
    ("https://app.example.com/settings", "Settings"),
]
REFERRERS = [
    "",
    "https://www.google.com/",
    "https://www.bing.com/search?q=example",
    "https://news.example.org/article/12",
    "https://t.co/abc",
]
# the source stays with a person, medium and name change from visit to visit
CAMPAIGNS = {
    "google": [("cpc", "brand"), ("cpc", "spring-sale"), ("organic", "none")],
    "newsletter": [("email", "weekly"), ("email", "launch")],
    "linkedin": [("social", "thought-piece"), ("paid-social", "spring-sale")],
    "partner": [("referral", "co-marketing"), ("affiliate", "review")],
}
SOURCES = list(CAMPAIGNS)
CAMPAIGN_TABLE = Flat.of(
    [
        [',"campaign":' + _c for _c in (
            json.dumps({"source": s, "medium": m, "name": n}, separators=(",", ":"))
            for m, n in CAMPAIGNS[s]
        )]
        for s in SOURCES
    ]
)

_CHROME = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36"
WEB_AGENTS = [
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) " + _CHROME,
    "Mozilla/5.0 (X11; Linux x86_64) " + _CHROME,
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)"
    " Version/17.4 Safari/605.1.15",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:133.0) Gecko/20100101 Firefox/133.0",
]
APP_AGENTS = [
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_2 like Mac OS X) AppleWebKit/605.1.15"
    " (KHTML, like Gecko) Mobile/15E148",
    "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Chrome/131.0.0.0 Mobile Safari/537.36",
]
BOT_AGENTS = [
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
    "Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)",
]
# (minutes east of UTC, how the offset is written, between date and time)
CLOCK_STYLES = [
    (0, "Z", "T"),
    (0, "+00:00", "T"),
    (120, "+02:00", "T"),
    (-300, "-05:00", "T"),
    (330, "+0530", "T"),
    (60, "+01", "T"),
    (0, "", "T"),
    (0, "", " "),
]
# what accounts are called, and what people are in them
COMPANY_NAMES = [
    "Alder", "Birch", "Cedar", "Dorn", "Elm", "Fern", "Granit", "Hazel", "Iris", "Juniper",
    "Kestrel", "Linden", "Maple", "North", "Orchid", "Pine", "Quartz", "Rowan", "Sable", "Tern",
]
COMPANY_TRADES = [
    "Logistics", "Foods", "Health", "Energy", "Studios", "Software", "Travel", "Textiles",
    "Finance", "Tools", "Books", "Media",
]
ACCOUNT_ROLES = ["member", "member", "owner", "member", "admin"]

PLACEHOLDERS = [
    '"null"',
    '"undefined"',
    '"00000000-0000-0000-0000-000000000000"',
    '"anonymous"',
    '""',
    '"N/A"',
    '"[object Object]"',
    '"none"',
    '"NaN"',
    '"guest"',
    "0",
    "-1",
    '" Unknown "',
    "null",
]
