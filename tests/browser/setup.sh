#!/bin/sh
# Installs what the browser tests need, where it is missing and may be installed: Chromium, and npm, which fetches
# axe-core; and libatomic, which Playwright's driver loads. Without them those tests are skipped, which fails in CI.
set -eu
missing=
command -v chromium >/dev/null 2>&1 || missing="$missing chromium chromium-sandbox"
command -v npm >/dev/null 2>&1 || missing="$missing npm"
find /lib /usr/lib /usr/lib64 -name 'libatomic.so.1' 2>/dev/null | grep -q . || missing="$missing libatomic1"
[ -n "$missing" ] || exit 0
install="apt-get install -y --no-install-recommends"
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "kiosk: installing what the browser tests need:$missing"
    export DEBIAN_FRONTEND=noninteractive
    apt-get -qq update
    # shellcheck disable=SC2086 # one word for each package
    apt-get -qq install -y --no-install-recommends $missing >/dev/null ||
        echo "kiosk: going on without$missing: this system has no such packages" >&2
else
    echo "kiosk: going on without$missing: browser tests are skipped"
    echo "kiosk: to have them: sudo sh -c 'apt-get update && $install$missing'"
fi
