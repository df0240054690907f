#!/bin/sh
# Times rasid against a bare gofeed loop and against the whole job with nothing around it, in turn within each
# run, with the harness in $1/bench (see its README): 1,000 feeds of 40 items on loopback, first poll, a poll with
# nothing new, a poll after a tenth of the feeds changed. Prints ratios; RUNS=n for other than five runs.
set -eu
shared=$(cd "${1:-../shared}" && pwd)
here=$(cd "$(dirname "$0")" && pwd)
[ -d "$shared/bench" ] || { echo "bench: no harness in $shared/bench" >&2; exit 1; }
bin="$here/../bin"
mkdir -p "$bin"
bin=$(cd "$bin" && pwd)
(cd "$here/.." && CGO_ENABLED=0 go build -trimpath -o "$bin/rasid" ./cmd/rasid)
(cd "$shared/bench" && go build -o "$bin/feedfarm" ./feedfarm && go build -o "$bin/measure" ./measure)
(cd "$shared/bench/limits" && go build -o "$bin/gofeedloop" ./gofeedloop && go build -o "$bin/floor" ./floor)
"$bin/feedfarm" -for 60m &
farm=$!
trap 'kill $farm 2>/dev/null' EXIT
for _ in 1 2 3 4 5 6 7 8 9 10; do
  curl -s -o /dev/null http://127.0.0.1:18080/_/stats && break
  sleep 1
done
RASID="$bin/rasid" GOFEEDLOOP="$bin/gofeedloop" FLOOR="$bin/floor" \
  "$bin/measure" -n "${RUNS:-5}" -warmup 1 "$shared/bench/peers/gofeed32.json" "$shared/bench/peers/floor.json" "$here/rasid.json"
