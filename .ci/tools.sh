#!/usr/bin/env bash
# Makes sure of the tools that this repository builds and tests with. What is there already is left alone.
#
#   tools.sh            to build:  wasm target, trunk, our own two commands, wasm-opt, esbuild
#   tools.sh browser    to test:   Chromium, its driver, a Chinese font, axe-core
#   tools.sh firefox    to test:   Firefox and its driver, font and axe-core as above
#   tools.sh webkit     to test:   WebKitGTK, its driver, a screen for it; font and axe-core as above
#   tools.sh deny       to check:  cargo-deny, for what we depend on
#   tools.sh audit      to audit:  Lighthouse (and Chromium)
#   tools.sh fuzz       to fuzz:   cargo-fuzz, and a compiler of C++ for libFuzzer
#
# Everything that is not the system's own goes to .tools/, which git ignores.
set -euo pipefail
cd "$(dirname "$0")/.."

trunk=0.21.14
binaryen=132.0.0
esbuild=0.28.2
axe=4.14.1
lighthouse=12.8.2
fuzz=0.13.2
deny=0.20.2
geckodriver=0.37.1
# The command-line tool must be of the very version that the page links against.
bindgen=$(awk '/^name = "wasm-bindgen"$/ { getline; gsub(/[^0-9.]/, ""); print }' Cargo.lock)

say() { echo "tools: $*"; }
# Programs only: this script has functions of the same names.
has() { type -P "$1" >/dev/null; }

# The version that a binary in .tools/bin reports of itself: "trunk 0.21.14" -> "0.21.14".
version() { { ".tools/bin/$1" --version 2>/dev/null || true; } | awk 'NR == 1 { print $2 }'; }

# Packages of Debian and its kin.
system() {
    say "installing $* from the system's packages"
    has apt-get || { say "no apt-get here: please install $* by hand"; exit 1; }
    local root=
    [ "$(id -u)" = 0 ] || root=sudo
    $root apt-get -qq update
    DEBIAN_FRONTEND=noninteractive $root apt-get -qq install -y --no-install-recommends "$@" >/dev/null
}

# A tool in Rust. It runs for seconds, so it is compiled in a hurry.
crate() {
    local name=$1
    shift
    has cc || system gcc libc6-dev
    say "installing $name (takes some minutes)"
    CARGO_TARGET_DIR=$PWD/.tools/target \
    CARGO_PROFILE_RELEASE_OPT_LEVEL=1 CARGO_PROFILE_RELEASE_LTO=off \
    CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 CARGO_PROFILE_RELEASE_DEBUG=0 \
        cargo install --quiet --force --locked --root .tools "$@"
}

# A package from npm, at exactly this version.
package() {
    local name=$1 version=$2
    grep -qs "\"version\": \"$version\"" ".tools/node_modules/$name/package.json" && return
    has npm || system nodejs npm
    say "installing $name $version"
    npm install --prefix .tools --save-exact --no-audit --no-fund --loglevel=error "$name@$version" >/dev/null
}

to_build() {
    local have
    have=$(rustup component list --installed)
    grep -q '^rust-std-wasm32-unknown-unknown' <<<"$have" || {
        say "installing the target wasm32-unknown-unknown"
        rustup --quiet target add wasm32-unknown-unknown
    }
    wasm_bindgen
    ours finish
    [ "$(version trunk)" = "$trunk" ] ||
        crate "trunk $trunk" trunk --version "$trunk" --no-default-features --features rustls
    rm -rf .tools/target
    wasm_opt
    ! has npm || {
        package esbuild "$esbuild"
        ln -sfn ../node_modules/.bin/esbuild .tools/bin/esbuild
    }
}

# A command of ours, in .ci/NAME; made anew when it changes.
ours() {
    local name=$1 sum
    sum=$(cat ".ci/$name"/* | cksum)
    [ "$(cat ".tools/$name.sum" 2>/dev/null)" = "$sum" ] || {
        crate "what is in .ci/$name" --path ".ci/$name"
        echo "$sum" >".tools/$name.sum"
    }
}

# Ours, over the library that wasm-bindgen's own command is made of.
wasm_bindgen() {
    ours bindgen
    [ "$(version wasm-bindgen)" = "$bindgen" ] || {
        say ".ci/bindgen is of version $(version wasm-bindgen), Cargo.lock wants $bindgen: make them equal"
        exit 1
    }
}

# wasm-opt makes the page smaller, but nothing depends on it. Where there is no npm to bring it,
# a stand-in that only copies keeps Trunk from looking for one on the network.
wasm_opt() {
    if has npm; then
        package binaryen "$binaryen"
        ln -sfn ../node_modules/.bin/wasm-opt .tools/bin/wasm-opt
    elif [ ! -e .tools/bin/wasm-opt ]; then
        say "no npm here: building without wasm-opt, the page will be larger"
        cat >.tools/bin/wasm-opt <<'STAND_IN'
#!/bin/sh
# wasm-opt --output=OUT -Oz IN, without the optimizing.
[ "$1" = --version ] && exec echo "wasm-opt version 0"
exec cp "$3" "${1#--output=}"
STAND_IN
        chmod +x .tools/bin/wasm-opt
    fi
}

chinese() {
    fc-list :lang=zh 2>/dev/null | grep -q . || system fonts-noto-cjk fontconfig
}

firefox() {
    has firefox-esr || has firefox || system firefox-esr
    [ "$(version geckodriver)" = "$geckodriver" ] ||
        crate "geckodriver $geckodriver" geckodriver --version "$geckodriver"
    rm -rf .tools/target
}

webkit() {
    local missing=()
    has WebKitWebDriver || missing+=(webkit2gtk-driver)
    has Xvfb || missing+=(xvfb)
    has xsettingsd || missing+=(xsettingsd)
    [ ${#missing[@]} = 0 ] || system "${missing[@]}"
}

chromium() {
    local missing=()
    has chromium || missing+=(chromium)
    has chromedriver || missing+=(chromium-driver)
    [ ${#missing[@]} = 0 ] || system "${missing[@]}"
}

fuzzer() {
    has c++ || system g++
    [ "$(version cargo-fuzz)" = "$fuzz" ] || crate "cargo-fuzz $fuzz" cargo-fuzz --version "$fuzz"
    rm -rf .tools/target
}

denier() {
    [ "$(version cargo-deny)" = "$deny" ] ||
        crate "cargo-deny $deny" cargo-deny --version "$deny" --no-default-features
    rm -rf .tools/target
}

case ${1-} in
'') to_build ;;
browser) chinese; chromium; package axe-core "$axe" ;;
firefox) chinese; firefox; package axe-core "$axe" ;;
webkit) chinese; webkit; package axe-core "$axe" ;;
deny) denier ;;
audit) chinese; chromium; package lighthouse "$lighthouse" ;;
fuzz) fuzzer ;;
*) say "unknown set of tools: $1"; exit 2 ;;
esac
