#!/usr/bin/env bash
# Trunk, building a page that loads fast: `.ci/trunk.sh build`.
#
# The standard library is compiled anew, for size, and a panic stops the program without a text: the page says
# what a person needs to know by itself (public/index.html). That takes a fifth off the first load. Cargo
# offers both to its nightly channel only, hence the variable that lifts the bar; where the library's source
# is missing, the page is built with the library as it comes, and is the same but for its weight.
set -euo pipefail
cd "$(dirname "$0")/.."
export PATH=$PWD/.tools/bin:$PATH
# Where our wasm-bindgen leaves what is loaded later, and a hook in Trunk.toml finds it.
export LATER_MODULES=$PWD/target/later

# Where to cut the module in two is read off the linker's relocations.
flags="-Clink-arg=--emit-relocs"
# What is shipped names no folder of the machine it was built on.
for folder in "${CARGO_HOME:-$HOME/.cargo}"/registry/src/*/; do
    flags+=" --remap-path-prefix=$folder="
done
if [ -e "$(rustc --print sysroot)/lib/rustlib/src/rust/library/Cargo.lock" ]; then
    export RUSTC_BOOTSTRAP=1
    export CARGO_UNSTABLE_BUILD_STD=std,panic_abort
    export CARGO_UNSTABLE_BUILD_STD_FEATURES=optimize_for_size
    export CARGO_UNSTABLE_PANIC_IMMEDIATE_ABORT=true
    export CARGO_PROFILE_RELEASE_PANIC=immediate-abort
    flags+=" -Zlocation-detail=none -Zfmt-debug=none"
else
    echo "trunk.sh: no source of the standard library here: the page will be larger"
fi
# Whoever works on the page wants to see the page as it is now, not the one that a browser keeps.
[ "${1-}" != serve ] || export DRAFT=1
export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS=$flags
exec trunk "$@"
