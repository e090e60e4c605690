#!/bin/sh
# Runs the tests of device/sdk as Windows programs under wine, over the stand-in
# built as a DLL. It needs the packages gcc-mingw-w64-x86-64-win32, wine64, wine.
# The wine prefix (700 MB) is made anew in a temporary folder and removed.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
export WINEPREFIX="$work/prefix" WINEARCH=win64 WINEDEBUG=-all WINEDLLOVERRIDES='mscoree,mshtml='
server=$(command -v wineserver || echo /usr/lib/wine/wineserver)
trap '"$server" -k || true; rm -rf "$work"' EXIT

cc="x86_64-w64-mingw32-gcc -O2 -Wall -Wextra -Werror -shared -s -static-libgcc"
timeout -k 5 120 wineboot -i >/dev/null 2>&1
$cc -o "$WINEPREFIX/drive_c/windows/system32/bcryptprimitives.dll" "$here/bcryptprimitives.c" -ladvapi32
$cc -o "$work/WxpayFaceSDK.dll" "$here/standin.c" -lws2_32

cd "$here/../.."
FACETILL_STANDIN="Z:$(echo "$work/WxpayFaceSDK.dll" | tr / '\\')" \
	CGO_ENABLED=0 GOOS=windows go test -count=1 -tags gcc -exec 'timeout -k 5 120 wine' .
