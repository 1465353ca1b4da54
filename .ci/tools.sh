#!/usr/bin/env bash
# Makes sure of the tools that this repository builds and tests with. What is there already is left alone.
#
#   tools.sh            to build:  trunk, wasm-opt, esbuild
#   tools.sh browser    to test:   Chromium, its driver, a Chinese font, axe-core
#   tools.sh chromium109  to test: the oldest Chromium that the page works in; driver, font and axe-core as above
#   tools.sh firefox    to test:   Firefox and its driver, font and axe-core as above
#   tools.sh webkit     to test:   WebKitGTK, its driver, a screen for it; font and axe-core as above
#   tools.sh deny       to check:  cargo-deny, for what we depend on
#   tools.sh audit      to audit:  Lighthouse (and Chromium)
#   tools.sh fuzz       to fuzz:   cargo-fuzz, and a compiler of C++ for libFuzzer
#
# Everything that is not the system's own goes to .tools/, which git ignores.
set -euo pipefail
cd "$(dirname "$0")/.."
# One at a time.
mkdir -p .tools
exec 9>.tools/lock
flock 9

trunk=0.21.14
binaryen=132.0.0
esbuild=0.28.2
axe=4.14.1
chromium109=109.0.6
lighthouse=12.8.2
fuzz=0.13.2
deny=0.20.2
geckodriver=0.37.1

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
    # The toolchain that rust-toolchain.toml names, with its components and target.
    local targets
    targets=$(rustup target list --installed)
    grep -qx wasm32-unknown-unknown <<<"$targets" && cargo fmt --version >/dev/null 2>&1 &&
        cargo clippy --version >/dev/null 2>&1 || {
        say "installing the target wasm32-unknown-unknown, clippy and rustfmt"
        rustup --quiet target add wasm32-unknown-unknown
        rustup --quiet component add clippy rustfmt
    }
    [ "$(version trunk)" = "$trunk" ] ||
        crate "trunk $trunk" trunk --version "$trunk" --no-default-features --features rustls
    rm -rf .tools/target
    command_of binaryen "$binaryen" wasm-opt
    command_of esbuild "$esbuild" esbuild
}

# A command that a package from npm brings.
command_of() {
    package "$1" "$2"
    mkdir -p .tools/bin
    ln -sfn "../node_modules/.bin/$3" ".tools/bin/$3"
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

# The last Chromium for Windows 7, as a package has it for machines in a cloud.
chromium109() {
    local folder=.tools/node_modules/@sparticuz/chromium/bin
    package @sparticuz/chromium "$chromium109"
    [ -x "$folder/chromium109" ] || {
        say "unpacking Chromium 109"
        node -e '
            const { createReadStream, createWriteStream } = require("fs");
            const { pipeline } = require("stream/promises");
            const { createBrotliDecompress } = require("zlib");
            const [from, to] = process.argv.slice(1);
            pipeline(createReadStream(from), createBrotliDecompress(), createWriteStream(to));
        ' "$folder/chromium.br" "$folder/chromium109.new"
        chmod +x "$folder/chromium109.new"
        mv "$folder/chromium109.new" "$folder/chromium109"
    }
    mkdir -p .tools/bin
    ln -sfn ../node_modules/@sparticuz/chromium/bin/chromium109 .tools/bin/chromium109
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
chromium109) chinese; chromium; chromium109; package axe-core "$axe" ;;
firefox) chinese; firefox; package axe-core "$axe" ;;
webkit) chinese; webkit; package axe-core "$axe" ;;
deny) denier ;;
audit) chinese; chromium; package lighthouse "$lighthouse" ;;
fuzz) fuzzer ;;
*) say "unknown set of tools: $1"; exit 2 ;;
esac
