#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
set -e

case "$1" in
configure | abort-upgrade | abort-deconfigure | abort-remove) ;;
*) exit 0 ;;
esac

restorecon -R /usr/lib/bulkhead /usr/libexec/bulkhead || true
for unit in bulkhead-mounts.service bulkhead-shutdown.service; do
  deb-systemd-helper unmask "$unit" >/dev/null || true
  if deb-systemd-helper --quiet was-enabled "$unit"; then
    deb-systemd-helper enable "$unit" >/dev/null || true
  else
    deb-systemd-helper update-state "$unit" >/dev/null || true
  fi
done
if [ -d /run/systemd/system ]; then
  systemctl daemon-reload || true
  # It works when it is stopped, and only what was started is stopped with the host.
  deb-systemd-invoke start bulkhead-shutdown.service >/dev/null || true
fi
