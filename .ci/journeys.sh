#!/usr/bin/env bash
# The journeys through the built page in one engine.
#
#   journeys.sh ENGINE                         all of them: chromium, firefox or webkit
#   journeys.sh ENGINE where-engines-differ    those that are worth taking in another engine before every change
#
# What an engine cannot do is left out of its run, and the run says so.
set -euo pipefail
cd "$(dirname "$0")/.."

engine=$1
which=${2-all}

# Engine, journey, and why it cannot be taken there.
left_out() {
    cat <<'LIST'
firefox quality::nothing_moves_while_it_loads Firefox does not measure how the layout shifts
webkit journeys::offline::each_file_is_asked_for_once its driver lets WebKit keep nothing of what it loaded
webkit quality::nothing_moves_while_it_loads WebKit does not measure how the layout shifts
LIST
}

# Journeys, and in what engines differ there. The others draw and count, which is the same code everywhere.
engines_differ() {
    cat <<'LIST'
journeys::storage:: what is kept, what is refused, locks, several windows
journeys::files:: downloads, files chosen and dropped
journeys::bad_files:: the decoding of bytes
journeys::portable:: a page on disk
journeys::carrying:: a page on disk that brings a ledger
journeys::canaries:: what markup and addresses do
journeys::offline:: workers, and what they keep
journeys::integrity:: what is loaded by its checksum, what may become markup
journeys::keys:: keys and the focus
journeys::marking:: the controls of a form
journeys::table:: the focus in a grid, the clipboard
journeys::welcome:: dialogs, suggestions, modules on demand, a program that stops
quality::the_first_question the size and colours of a dialog
quality::paper_has_the_list_and_no_tools printing
LIST
}

run() { ENGINE=$engine cargo test --locked --test browser -- "$@"; }

journeys=$(run --list --format terse)
exists() { grep -q "^$1" <<<"$journeys" || { echo "journeys: there is no $1"; exit 1; }; }

arguments=(--test-threads=2)
if [ "$which" = where-engines-differ ]; then
    while read -r journey _; do
        exists "$journey"
        arguments+=("$journey")
    done < <(engines_differ)
    echo "journeys: only where engines differ; make $engine takes all of them"
elif [ "$which" != all ]; then
    echo "journeys: unknown choice: $which"
    exit 2
fi
while read -r where journey reason; do
    exists "$journey"
    [ "$where" = "$engine" ] || continue
    echo "journeys: LEFT OUT in $engine: $journey ($reason)"
    arguments+=(--skip "$journey")
done < <(left_out)
run "${arguments[@]}"
