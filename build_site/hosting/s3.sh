#!/bin/sh
# Copies build/ to S3-compatible storage with the AWS command line, which must be set up (aws configure):
#
#   deploy/s3.sh my-bucket               the root of a bucket
#   deploy/s3.sh my-bucket/digest        below a path
#   AWS_ENDPOINT_URL=https://s3.storage.example deploy/s3.sh my-bucket     another service than Amazon's
#
# New files go first and old ones last, so that no page misses what it shows. More: python -m build_site docs s3
set -eu
to=s3://${1:?name the bucket: deploy/s3.sh my-bucket}
cd "$(dirname "$0")/.."
if [ ! -f build/index.html ]; then
  echo "There is no site in build/: run python -m build_site first." >&2
  exit 1
fi

sync() { aws s3 sync build "$to" --no-progress --exclude .built-by-build_site --exclude _headers "$@"; }

# Fonts may be kept; browsers ask each time whether all else has changed, which costs an empty answer if it has not.
sync --exclude '*' --include 'assets/fonts/*' --cache-control '{{keep}}'
# Endings whose type is not guessed everywhere.
{{typed}}
sync --exclude 'assets/fonts/*' {{untyped}} --cache-control '{{ask}}'
sync --cache-control '{{ask}}' --delete
