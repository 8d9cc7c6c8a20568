#!/usr/bin/env bash
# A real Chromium for the browser tests: found, installed where we may, or said in one sentence.
set -u
for name in chromium chromium-browser google-chrome; do
  command -v "$name" >/dev/null && exit 0
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  echo "Installing Chromium from Debian for the browser tests …"
  { apt-get update -qq && apt-get install -y -qq -o DPkg::Lock::Timeout=540 chromium; } >/dev/null 2>&1
  command -v chromium >/dev/null && exit 0
fi
if [ "${CI:-}" = true ]; then
  echo "The browser tests need Chromium, and it could not be installed here."
  exit 1
fi
echo "No Chromium here and none could be installed, so the tests that need it are skipped. On Debian: sudo apt-get install chromium"
