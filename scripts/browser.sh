#!/usr/bin/env bash
# A real browser with Chinese fonts for the page tests, where this machine lets us install one.
set -u
command -v chromium >/dev/null 2>&1 && fc-list 2>/dev/null | grep -qi 'noto.*cjk' && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "installing chromium and fonts-noto-cjk for the page tests"
  { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -y -q chromium fonts-noto-cjk; } >/dev/null 2>&1 && exit 0
fi
echo "no chromium with Chinese fonts here and no way to install one"
exit 1
