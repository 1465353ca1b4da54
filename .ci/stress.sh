#!/usr/bin/env bash
# The journeys as often as it is told, beside two loops that take what the machine has: what holds only while nothing
# else runs does not hold.
#
#   stress.sh TIMES
set -euo pipefail
cd "$(dirname "$0")/.."

trap 'kill $(jobs -p)' EXIT
for _ in 1 2; do
    while :; do :; done &
done
for round in $(seq "$1"); do
    echo "stress: round $round of $1"
    .ci/browsers.sh
done
