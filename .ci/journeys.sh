#!/usr/bin/env bash
# The journeys through the built page in one engine: journeys.sh chromium, journeys.sh firefox.
# What that engine cannot do is left out of its run, and the run says so.
set -euo pipefail
cd "$(dirname "$0")/.."

engine=$1

# Engine, journey, and why it cannot be taken there.
left_out() {
    cat <<'LIST'
firefox quality::nothing_moves_while_it_loads Firefox does not measure how the layout shifts
LIST
}

run() { ENGINE=$engine cargo test --locked --test browser -- "$@"; }

journeys=$(run --list --format terse)
arguments=(--test-threads=2)
while read -r where journey reason; do
    grep -qx "$journey: test" <<<"$journeys" || { echo "journeys: there is no $journey"; exit 1; }
    [ "$where" = "$engine" ] || continue
    echo "journeys: LEFT OUT in $engine: $journey ($reason)"
    arguments+=(--skip "$journey")
done < <(left_out)
run "${arguments[@]}"
