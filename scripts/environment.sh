# Sourced by the other scripts: `ready WHAT` makes .venv hold what requirements/WHAT.txt lists, and sets $python.
# The environment is made once, and again only when Python or the lists change.

root=$(cd "$(dirname "$0")/.." && pwd)
venv=$root/.venv
python=$venv/bin/python
export PYTHONPATH="$root" PIP_DISABLE_PIP_VERSION_CHECK=1

say() { printf '%s\n' "$*" >&2; }

die() {
  say "$@"
  exit 2
}

find_python() {
  for candidate in "${PYTHON:-}" python3 python3.13 python3.12 python3.11 python; do
    [ -n "$candidate" ] && command -v "$candidate" >/dev/null 2>&1 || continue
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      command -v "$candidate"
      return
    fi
  done
  die "Python 3.11 or newer is needed, and none was found. Install it, or name it: PYTHON=/path/to/python3 $0"
}

make_venv() {
  base=$(find_python) || exit 2
  if ! "$base" -m venv --clear "$venv" >/dev/null 2>&1; then
    # Debian keeps venv in a package of its own.
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
      say "Installing Debian's python3-venv …"
      { apt-get update -qq && apt-get install -y -qq python3-venv; } >/dev/null 2>&1
    fi
    "$base" -m venv --clear "$venv" >/dev/null || die "Python cannot make an environment. On Debian: apt-get install python3-venv"
  fi
}

ready() {
  list=$root/requirements/$1.txt
  stamp=$venv/ready-$1
  want=$(cksum "$root"/requirements/*.txt)
  if [ -x "$python" ] && [ "$(cat "$stamp" 2>/dev/null)" = "$want" ] && "$python" -c '' 2>/dev/null; then
    return
  fi
  say "Setting up .venv for $1 (only the first time) …"
  if [ ! -x "$python" ] || ! "$python" -c '' 2>/dev/null; then
    make_venv
  fi
  "$python" -m pip install --quiet --require-hashes -r "$list" ||
    die "The packages of requirements/$1.txt could not be installed; pip's message above says why."
  printf '%s\n' "$want" >"$stamp"
}
