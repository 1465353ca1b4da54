#!/usr/bin/env bash
# Trunk, building a page that loads fast: `.ci/trunk.sh build`.
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
# Whoever works on the page wants to see the page as it is now, not the one that a browser keeps.
[ "${1-}" != serve ] || export DRAFT=1
export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS=$flags
exec trunk "$@"
