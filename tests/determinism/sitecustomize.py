"""Found by Python itself where this folder is on PYTHONPATH: a world that is another in what must not matter."""

from __future__ import annotations

import os
import random

if os.environ.get("BUILD_SITE_TEST_SHUFFLE"):
    _chance = random.Random(os.environ["BUILD_SITE_TEST_SHUFFLE"])
    _listdir, _scandir = os.listdir, os.scandir

    class _Shuffled:
        """What os.scandir gives, in another order."""

        def __init__(self, *where):
            with _scandir(*where) as entries:
                self._entries = list(entries)
            _chance.shuffle(self._entries)
            self._next = iter(self._entries)

        def __iter__(self):
            return self._next

        def __next__(self):
            return next(self._next)

        def __enter__(self):
            return self

        def __exit__(self, *_):
            return None

        def close(self):
            """As the real one has it."""

    def _listed(*where):
        found = _listdir(*where)
        _chance.shuffle(found)
        return found

    os.listdir, os.scandir = _listed, _Shuffled

if os.environ.get("BUILD_SITE_TEST_CLOCK"):
    import datetime
    import time

    _shift = float(os.environ["BUILD_SITE_TEST_CLOCK"])
    _time, _localtime, _gmtime, _strftime = time.time, time.localtime, time.gmtime, time.strftime
    time.time = lambda: _time() + _shift
    time.time_ns = lambda: int(time.time() * 1e9)
    time.localtime = lambda *given: _localtime(*(given or (time.time(),)))
    time.gmtime = lambda *given: _gmtime(*(given or (time.time(),)))
    time.strftime = lambda form, *given: _strftime(form, *(given or (time.localtime(),)))

    class _Datetime(datetime.datetime):
        @classmethod
        def now(cls, tz=None):
            return cls.fromtimestamp(time.time(), tz)

        @classmethod
        def utcnow(cls):
            return cls.fromtimestamp(time.time(), datetime.UTC).replace(tzinfo=None)

        today = now

    class _Date(datetime.date):
        @classmethod
        def today(cls):
            return cls.fromtimestamp(time.time())

    if os.environ.get("BUILD_SITE_TEST_DATES"):
        datetime.datetime, datetime.date = _Datetime, _Date

if os.environ.get("BUILD_SITE_TEST_UMASK"):
    os.umask(int(os.environ["BUILD_SITE_TEST_UMASK"], 8))
