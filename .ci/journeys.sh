#!/usr/bin/env bash
# The journeys through the built page in one engine, from one place.
#
#   journeys.sh ENGINE                   all of them: chromium, chromium109, firefox or webkit, on a host
#   journeys.sh ENGINE disk              all of them on the page as one file, opened from disk
#   journeys.sh ENGINE differ            on a host, those that are worth taking in another engine before every change
#   journeys.sh ENGINE disk differ       from disk, those that are worth taking in another place
#
# What an engine cannot do, and what there is on a host alone, is left out of its run, and the run says so.
set -euo pipefail
cd "$(dirname "$0")/.."

engine=$1
place=host which=all
for choice in "${@:2}"; do
    case $choice in
    disk) place=disk ;;
    differ) which=differ ;;
    *) echo "journeys: unknown choice: $choice"; exit 2 ;;
    esac
done

# Engine or place, journey, and why it cannot be taken there.
left_out() {
    cat <<'LIST'
chromium109 journeys::welcome::what_stopped_the_program that Chromium does not say what stopped a program
firefox journeys::shared_folder:: Firefox remembers no folder
firefox quality::f20_ Firefox is not told to force colours by its driver
firefox quality::f28_ Firefox is not told of fingers by its driver
firefox quality::nothing_moves_while_it_loads Firefox does not measure how the layout shifts
webkit journeys::offline::each_file_is_asked_for_once its driver lets WebKit keep nothing of what it loaded
webkit journeys::shared_folder:: WebKit remembers no folder
webkit quality::f20_ WebKit knows no forced colours
webkit quality::f28_ WebKit is not told of fingers by its driver
webkit quality::nothing_moves_while_it_loads WebKit does not measure how the layout shifts
disk journeys::offline:: there is nothing to keep: the file is on disk already
disk journeys::integrity:: there is one file, and no host that could have others
disk journeys::keys::keys_pressed_before_the_list_is_there all of the page is there at once
disk journeys::portable:: from any place, it opens files on disk
disk journeys::shared_folder:: Chromium gives a page on disk no folder to play a shared one
disk journeys::storage::what_takes_a_closer_look all of the page is there at once
disk journeys::views::what_others_wrote it stands in the page: see journeys::portable
disk journeys::welcome::what_does_not_come all of the page is there at once
LIST
}

# Journeys, and in what engines differ there. The others draw and count, which is the same code everywhere.
engines_differ() {
    cat <<'LIST'
journeys::storage:: what is kept, what is refused, locks, several windows
journeys::files:: downloads, files chosen and dropped
journeys::rollup::what_may_be_dropped files dragged over the page
journeys::rollup::a38_ going back
journeys::whole:: what becomes of a download
journeys::portable:: a page on disk
journeys::embedded_ledger::a_working_copy a page on disk that brings a ledger
journeys::embedded_ledger::a_report a page that may not write
journeys::canaries:: what markup and addresses do
journeys::offline:: workers, and what they keep
journeys::integrity:: what is loaded by its checksum, what may become markup
journeys::keys:: keys and the focus
journeys::periods::a21_ double clicks, and keys that are held
journeys::table:: the focus in a grid, the clipboard
journeys::typing:: carets, calendars, the browser's own undo
journeys::welcome:: dialogs, suggestions, modules on demand, a program that stops
quality::the_first_question the size and colours of a dialog
quality::f62_ the focus
quality::paper_has_the_list_and_no_tools printing
LIST
}

# Journeys, and what the page does there that the oldest Chromium may not do as today's does.
ages_differ() {
    cat <<'LIST'
journeys::storage:: what is kept, what is refused, locks, several windows
journeys::files:: downloads, files chosen and dropped
journeys::rollup:: many files in one preview
journeys::keys:: keys and the focus
journeys::table:: the focus in a grid, the clipboard
journeys::typing:: carets, calendars, the browser's own undo
journeys::welcome:: dialogs, suggestions, modules on demand, a program that stops
journeys::integrity:: what is loaded by its checksum, what may become markup
quality::paper_has_the_list_and_no_tools printing
LIST
}

# Journeys, and in what a page on disk differs there from one on a host.
places_differ() {
    cat <<'LIST'
journeys::storage::r1_ what is kept, and for how much there is room
journeys::storage::r3_ several windows
journeys::storage::r9_ the address of the page
journeys::storage::r16_ what is refused
journeys::storage::r19_ what is kept at once
journeys::whole:: what becomes of a download
journeys::files::a_file_can_be_dropped files dropped
journeys::embedded_ledger::a_working_copy the page saves itself, and not what its host has
journeys::canaries::the_name_of_a_file the policy of the page, and what may become markup
LIST
}

run() { ENGINE=$engine PLACE=$place cargo test --locked --test browser -- "$@"; }

journeys=$(run --list --format terse)
exists() { grep -q "^$1" <<<"$journeys" || { echo "journeys: there is no $1"; exit 1; }; }

arguments=(--test-threads=2)
if [ "$which" = differ ]; then
    list=engines_differ
    [ "$engine" != chromium109 ] || list=ages_differ
    [ "$place" = host ] || list=places_differ
    while read -r journey _; do
        exists "$journey"
        arguments+=("$journey")
    done < <("$list")
    echo "journeys: only those of ${list//_/ }, in $engine, $place"
fi
while read -r where journey reason; do
    exists "$journey"
    [ "$where" = "$engine" ] || [ "$where" = "$place" ] || continue
    echo "journeys: LEFT OUT in $where: $journey ($reason)"
    arguments+=(--skip "$journey")
done < <(left_out)
run "${arguments[@]}"
