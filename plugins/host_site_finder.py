"""The site that a host belongs to, by the Public Suffix List (under which names anybody may register a
domain; browsers keep it for cookies), in the package publicsuffixlist.

Pure: the list ships with the pinned package, and nothing is fetched. It is meant for distinct hosts.

As a program it is a filter, for engines that send rows through one: hosts in, as the hexadecimal
digits of their UTF-8, one a line; out comes each as it was, a tab, and its parts as JSON in ASCII.
"""

import functools
import json
import re
import sys

from publicsuffixlist import PublicSuffixList

ADDRESS = re.compile(r"[0-9.]+|\[.*")
# a name in the DNS has no more characters
MAX_LENGTH = 253


@functools.cache
def lists() -> tuple[PublicSuffixList, PublicSuffixList]:
    """With the suffixes that companies give away (`github.io`), and of the registries alone."""
    return (
        PublicSuffixList(),
        PublicSuffixList(only_icann=True, accept_unknown=False),
    )


def host_site(host: str) -> dict[str, str | None]:
    """`site`: the registered domain, the host itself where it has none (a bare name, an address, a
    suffix); `any_suffix`: the host with `*` for a registry's suffix, None where it ends in none."""
    if ADDRESS.fullmatch(host) or len(host) > MAX_LENGTH or ".." in host or host.startswith("."):
        return {"site": host, "any_suffix": None}
    every, registries = lists()
    suffix = registries.publicsuffix(host)
    has_name = suffix and registries.privatesuffix(host)
    return {
        "site": every.privatesuffix(host) or host,
        "any_suffix": host.removesuffix(suffix) + "*" if has_name else None,
    }


if __name__ == "__main__":
    for line in sys.stdin:
        digits = line.rstrip("\n")
        print(digits, json.dumps(host_site(bytes.fromhex(digits).decode())), sep="\t")
