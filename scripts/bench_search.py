"""Puts a built project's search index together once more, from what the state knows of each article, in one process and
into a folder that is thrown away.

Called with the project's folder; prints how many files that makes and how many bytes.
"""

from __future__ import annotations

import json
import sys
import tempfile
from contextlib import closing
from pathlib import Path

from build_site.store.outputs import SEARCH
from build_site.store.project import find_project
from build_site.store.publish import Stage
from build_site.store.state import State
from build_site.work.batches import Workers
from build_site.work.searching import put_search
from build_site.work.workshop import make_setup, workshop


def main() -> None:
    project = find_project(Path(sys.argv[1]))
    setup = make_setup(project)
    # What the state would remember of this is never committed.
    with closing(State(project.state)) as state, tempfile.TemporaryDirectory() as folder, Workers(1) as workers:
        stage = Stage(Path(folder) / "site", Path(folder))
        state.outputs.forget(state.outputs.owned(SEARCH))
        found = put_search(workshop(setup), setup, state, stage, workers)
        sizes = [Path(each.written.staged).stat().st_size for each in found if each.written]
    print(json.dumps({"files": len(sizes), "bytes": sum(sizes)}))


if __name__ == "__main__":
    main()
