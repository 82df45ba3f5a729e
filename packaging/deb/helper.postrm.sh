#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Purge removes what is the helper's own record. Containers, images, volumes, the group and root's ids stay: what they
# hold, or who owns files by them, is the administrator's business.
set -e

state=${DPKG_ROOT:-}/var/lib/bulkhead

has_containers() {
  for file in "${DPKG_ROOT:-}"/var/lib/lxc/*/bulkhead.json; do
    [ ! -e "$file" ] || return 0
  done
  return 1
}

[ ! -d /run/systemd/system ] || systemctl daemon-reload || true

case "$1" in remove | purge) rm -rf /run/bulkhead/consoles && rmdir --ignore-fail-on-non-empty /run/bulkhead 2>/dev/null || true ;; esac

if [ "$1" = purge ]; then
  if command -v deb-systemd-helper >/dev/null; then
    deb-systemd-helper purge bulkhead-helper.socket bulkhead-helper.service >/dev/null || true
    # It was enabled by hand, if at all, of which deb-systemd-helper knows nothing.
    rm -f /etc/systemd/system/sockets.target.wants/bulkhead-metrics.socket
  fi
  if has_containers; then
    echo "bulkhead-helper: $state stays, because there are containers whose files are in it" >&2
  elif [ -d "$state" ]; then
    find "$state" -mindepth 1 -maxdepth 1 ! -name containers ! -name images ! -name volumes -exec rm -rf {} +
    rmdir --ignore-fail-on-non-empty "$state/containers" "$state/images" "$state/volumes" 2>/dev/null || true
    rmdir --ignore-fail-on-non-empty "$state"
  fi
fi
