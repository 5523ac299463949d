#!/usr/bin/env bash
# Emacs 30, whose eglot knows inlay hints, on Debian 12 from its backports. Never fails: without Emacs its test is skipped, and says so.
set -uo pipefail

if emacs --version 2>/dev/null | grep -qE "Emacs (3[0-9]|[4-9][0-9])"; then exit 0; fi
sources=/etc/apt/sources.list.d/debian.sources
if [ "$(id -u)" != 0 ] || ! grep -qs "bookworm" "$sources"; then
  echo "Emacs 30 is not installed, and this is no Debian 12 with root: its test is skipped."
  exit 0
fi
# The machine's own source of packages, with the backports' suite.
awk '/^$/ { exit } { print }' "$sources" | sed 's/^Suites:.*/Suites: bookworm-backports/' \
  > /etc/apt/sources.list.d/cwm-lsp-backports.sources
apt-get update -qq &&
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends -t bookworm-backports emacs-nox > /dev/null ||
  echo "Emacs 30 could not be installed: its test is skipped."
exit 0
