"""How often may be guessed: by place, by account and by known device, so that guessing shuts out who guesses alone.

Who and why: docs/decisions/201-guessing-shuts-out-who-guesses.md.
"""

from __future__ import annotations

import ipaddress
from typing import Final, Literal, TypeAlias

from limits import RateLimitItem, RateLimitItemPerHour, RateLimitItemPerMinute
from limits.strategies import FixedWindowRateLimiter
from sqlalchemy import Engine

from data.registers.accounts.counters import KeptCounts

FROM_ONE_PLACE: Final = RateLimitItemPerMinute(10, 15, namespace="place")  # one login from one address
FROM_ADDRESS: Final = RateLimitItemPerMinute(100, 15, namespace="address")  # a whole office behind one address
TO_ACCOUNT: Final = RateLimitItemPerHour(100, namespace="account")  # from all places no device of theirs is at
FROM_DEVICE: Final = RateLimitItemPerHour(20, namespace="device")
CODES: Final = RateLimitItemPerMinute(10, 15, namespace="codes")  # second factors, by who already knows the password
TO_LINK: Final = RateLimitItemPerMinute(5, 15, namespace="link")  # four digits of one link
LINKS_FROM: Final = RateLimitItemPerMinute(60, 15, namespace="links")  # wrong ones, from a whole carrier's address

Standing: TypeAlias = Literal["open", "second_factor_only", "wait"]


class Attempts:
    """The counts of one installation."""

    def __init__(self, engine: Engine) -> None:
        self._limiter = FixedWindowRateLimiter(KeptCounts(engine))

    def standing(self, login: str, address: str, device: int | None) -> Standing:
        """Whether one more guess is heard; counted at once, so that a hundred at the same moment are a hundred."""
        if device is not None and self._limiter.hit(FROM_DEVICE, str(device)):
            return "open"
        place = _network(address)
        if not self._limiter.hit(FROM_ONE_PLACE, login, place) or not self._limiter.test(FROM_ADDRESS, place):
            return "wait"
        return "open" if self._limiter.test(TO_ACCOUNT, login) else "second_factor_only"

    def wrong(self, login: str, address: str, device: int | None) -> None:
        """It was wrong: those who share the address, and strangers to the account, have one guess less."""
        if device is None:
            self._limiter.hit(FROM_ADDRESS, _network(address))
            self._limiter.hit(TO_ACCOUNT, login)

    def right(self, login: str, address: str, device: int | None) -> None:
        """It was right: this place begins anew."""
        self._limiter.clear(FROM_ONE_PLACE, login, _network(address))
        if device is not None:
            self._limiter.clear(FROM_DEVICE, str(device))

    def code(self, account_id: int) -> bool:
        """Whether one more code of the second factor is heard."""
        return self._limiter.hit(CODES, str(account_id))

    def code_right(self, account_id: int) -> None:
        """The code was right."""
        self._limiter.clear(CODES, str(account_id))

    def link(self, code: str, address: str) -> bool:
        """Whether one more try of a person's own link is heard."""
        return self._limiter.hit(TO_LINK, code) and self._limiter.test(LINKS_FROM, _network(address))

    def link_wrong(self, address: str) -> None:
        """The code or the digits were wrong."""
        self._limiter.hit(LINKS_FROM, _network(address))

    def link_right(self, code: str) -> None:
        """They were right: this link begins anew."""
        self._limiter.clear(TO_LINK, code)

    def within(self, limit: RateLimitItem, *names: str) -> bool:
        """Count one more of something else, such as codes of slips; False where there were too many."""
        return self._limiter.hit(limit, *names)


def _network(address: str) -> str:
    """The address, or the /64 an IPv6 address is in: one house has that many."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network(f"{known}/64", strict=False)) if known.version == 6 else str(known)
