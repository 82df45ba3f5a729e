#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
set -e

case "$1" in
configure | abort-upgrade | abort-deconfigure | abort-remove) ;;
*) exit 0 ;;
esac

restorecon -R /usr/lib/bulkhead /usr/libexec/bulkhead || true
deb-systemd-helper unmask bulkhead-mounts.service >/dev/null || true
if deb-systemd-helper --quiet was-enabled bulkhead-mounts.service; then
  deb-systemd-helper enable bulkhead-mounts.service >/dev/null || true
else
  deb-systemd-helper update-state bulkhead-mounts.service >/dev/null || true
fi
[ ! -d /run/systemd/system ] || systemctl daemon-reload || true
