#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
set -e

if [ -d /run/systemd/system ]; then
  systemctl daemon-reload || true
  # Its DHCP server was started by a program of this package.
  if [ "$1" = remove ]; then systemctl try-restart lxc-net.service || true; fi
fi

if [ "$1" = purge ] && command -v deb-systemd-helper >/dev/null; then
  deb-systemd-helper purge bulkhead-mounts.service bulkhead-shutdown.service >/dev/null || true
fi
