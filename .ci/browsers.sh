#!/usr/bin/env bash
# Every journey in Chromium, and wherever else it is worth taking before a change goes in.
set -euo pipefail
cd "$(dirname "$0")"

./journeys.sh chromium
./journeys.sh chromium disk differ
./journeys.sh chromium109 differ
./journeys.sh firefox differ
./journeys.sh webkit differ
