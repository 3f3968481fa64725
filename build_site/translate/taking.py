"""What an import makes of one article's catalog."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set

from build_site.translate.catalog import Catalog
from build_site.translate.exchange import Done, Exchanged, imported
from build_site.translate.pack import signed
from build_site.translate.wanted import normalised


class Taking:
    """Called with the catalog, None where there is none; called again where an editor has saved it meanwhile: the last
    call counts."""

    def __init__(
        self,
        article: str,
        own: Sequence[Exchanged],
        anywhere: Mapping[str, Sequence[Exchanged]],
        file: tuple[str, Catalog],
        today: str,
        overwrite: bool,
    ) -> None:
        self._article, self._own, self._anywhere = article, own, anywhere
        self._form, self._file = file
        self._today, self._overwrite = today, overwrite
        self.done: list[Done] = []
        self.met: Set[str] = set()
        """Which sources of `anywhere` the catalog has."""

    def __call__(self, current: Catalog | None) -> Catalog:
        catalog = current or Catalog()
        sources = dict.fromkeys(normalised(entry.source) for entry in catalog.entries if not entry.obsolete)
        wanted = [*self._own, *(item for one in sources for item in self._anywhere.get(one, ()))]
        self.met = sources.keys() & self._anywhere.keys()
        origin = self._form.partition("-")[0]
        new, self.done = imported(
            catalog, self._article, wanted, origin=origin, date=self._today, overwrite=self._overwrite
        )
        taken = any(one.outcome in ("taken", "approved") for one in self.done)
        return signed(new, self._file) if taken else new
