"""A table of what questions share, bounded: what was not asked for longest is dropped first. Knows nothing of it."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

Kept = TypeVar("Kept")


class Bounded(Generic[Kept]):
    """At most so many things, and no more than ``most`` of them by their ``size``, looked at when one comes in; the
    newest stays, however large. Threads may share it; what two of them want at once may be made twice."""

    def __init__(self, many: int, *, most: int = 0, size: Callable[[Kept], int] = lambda _: 0) -> None:
        self.many, self.most, self.size = many, most, size
        self._kept: OrderedDict[Hashable, Kept] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, key: Hashable, make: Callable[[], Kept]) -> Kept:
        """What is kept for a key, made where it is not there."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        made = make()
        with self._lock:
            while len(self._kept) >= self.many or sum(map(self.size, self._kept.values())) > self.most:
                self._kept.popitem(last=False)
            return self._kept.setdefault(key, made)
