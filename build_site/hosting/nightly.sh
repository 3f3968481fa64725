#!/bin/sh
# For a server of your own: fetches what editors have pushed, lists (or, with engines, translates) what is new, builds, commits
# new addresses and translations, and copies the site to where the web server reads it. In cron:
#
#   17 1 * * *  /srv/digest/deploy/nightly.sh {{folder}}{{prefix}}
#
# A second argument names the Python that has build_site (default: python3). More: python -m build_site docs nightly
set -eu
to=${1:?name the folder that the web server reads, or SERVER:FOLDER}
python=${2:-python3}
cd "$(dirname "$0")/.."
git pull --quiet --ff-only
"$python" -m build_site translate
"$python" -m build_site build --offline
"$python" -m build_site check
for each in site_src/urls.csv site_src/translations; do
  if [ -e "$each" ]; then git add "$each"; fi
done
if ! git diff --cached --quiet; then
  git commit --quiet --message "New addresses and translations"
  git pull --quiet --rebase
  git push --quiet
fi
rsync -a --delay-updates --delete-delay --exclude .built-by-build_site --exclude _headers build/ "$to"
