"""What happens in a visit, event by event: the scripts that visits follow.

A script is a list of event names; "+" marks the events of a known user. Constant, as the
vocabulary is: the same on every run, whatever the seed.
"""

import numpy as np

from . import vocabulary as words


def _script_bank():
    """Return the scripts of each kind of visit."""
    rng = np.random.Generator(np.random.PCG64(20_260_101))

    def mix(words, length):
        names, weights = zip(*words)
        edges = np.cumsum(weights)
        draws = rng.integers(0, edges[-1], length)
        return [names[i] for i in np.searchsorted(edges, draws, side="right")]

    browse = [
        ("page_view", 8), ("scroll_depth", 3), ("button_click", 3), ("video_played", 1),
        ("list_view", 1), ("product_view", 1), ("file_downloaded", 1), ("signup_started", 1),
    ]
    app = [
        ("+feature_used", 8), ("+page_view", 5), ("+button_click", 3), ("+report_created", 2),
        ("+teammate_invited", 1), ("+comment_posted", 2), ("+tab_switched", 2),
        ("+workspace_created", 1), ("+survey_submitted", 1), ("+plan_changed", 1),
        ("+api_request_failed", 1), ("+screen_view", 2),
    ]
    shop = [
        "page_view list_view product_view product_view add_to_cart page_view checkout_step"
        " checkout_step transaction page_view refund",
        "product_view add_to_cart checkout_step transaction page_view product_view",
        "list_view product_view add_to_cart product_view add_to_cart remove_from_cart"
        " checkout_step checkout_step checkout_step transaction",
        "add_to_cart remove_from_cart transaction add_to_cart transaction page_view",
        "product_view product_view scroll_depth product_view add_to_cart remove_from_cart",
        "search_performed list_view product_view add_to_cart checkout_step transaction",
    ]
    signup = [
        "page_view signup_started form_submitted +signup_completed +identify +group"
        " +workspace_created +feature_used +teammate_invited +report_created +feature_used",
        "page_view page_view signup_started page_view +signup_completed +identify"
        " +feature_used +feature_used +page_view",
        "signup_started form_submitted error_shown form_submitted +signup_completed +identify"
        " +group +page_view +page_view",
    ]
    bank = {
        "browse": [mix(browse, 12) for _ in range(40)],
        "shop": [s.split() for s in shop],
        "signup": [s.split() for s in signup],
        "app": [mix(app, 20) for _ in range(40)],
        "shop_known": [["+" + w for w in s.split()] for s in shop],
        "login": [["page_view", "+login", "+identify", *mix(app, 14)] for _ in range(12)]
        + [["page_view", "password_reset_requested", "+login", *mix(app, 10)]],
        "login_logout": [
            ["page_view", "+login", *mix(app, n), "+logout", "page_view", "button_click"]
            for n in (1, 3, 6, 10)
        ],
        "kiosk": [
            [*["page_view"] * lead, "+login", *mix(app, n), "+logout", *["page_view"] * tail]
            for n in (1, 3)
            for lead in (0, 1, 2)
            for tail in (0, 2)
        ],
        "crawl": [
            ["page_view", "list_view", *["product_view"] * 10, *["page_view"] * 18],
        ],
    }
    return bank


_BANK = _script_bank()
KINDS = list(_BANK)
KIND = {kind: code for code, kind in enumerate(KINDS)}
_SCRIPTS = [script for kind in KINDS for script in _BANK[kind]]
KIND_TABLE = words.Flat.of([_BANK[kind] for kind in KINDS])
SCRIPT_TABLE = words.Flat.of(_SCRIPTS)
SCRIPT_NAME = np.array([words.CODE[w.lstrip("+")] for w in SCRIPT_TABLE.entries], dtype=np.int64)
SCRIPT_KNOWN = np.array([w.startswith("+") for w in SCRIPT_TABLE.entries])


def _least(kind, script):
    """Return how many events a visit by this script has at least."""
    if kind == "signup":
        return script.index("+signup_completed") + 1
    if kind in ("kiosk", "login_logout"):
        return len(script)
    return 1


SCRIPT_LEAST = np.array(
    [_least(kind, script) for kind in KINDS for script in _BANK[kind]], dtype=np.int64
)

# what may stand in for an unremarkable event of a script
NOISE = np.array(
    [words.CODE[n] for n in (
        "scroll_depth", "button_click", "menu_opened", "search_performed", "page_load_timed",
        "error_shown", "page_load_timed", "old_dashboard_viewed", "beta_widget_poked",
        "größe_geändert", "app_crashed", "api_request_failed",
    )],
    dtype=np.int64,
)
_DULL = ("page_view", "scroll_depth", "button_click", "product_view", "list_view")
REPLACEABLE = np.isin(np.arange(len(words.NAMES)), [words.CODE[n] for n in _DULL])
SERVER_SIDE = np.array([words.CODE[n] for n in ("invoice_paid", "email_delivered")])
