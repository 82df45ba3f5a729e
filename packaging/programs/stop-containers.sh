#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Shuts down the containers of Bulkhead side by side while the host goes down: LXC's own unit does it after this one,
# one container after another, and kills each after five seconds. On a host that goes on this does nothing, so that no
# container ends because a package is upgraded or the unit is stopped by hand.
set -u

[ "$(systemctl is-system-running)" = stopping ] || exit 0
for file in "${DPKG_ROOT:-}"/var/lib/lxc/*/bulkhead.json; do
  [ -f "$file" ] || continue
  # One that does not run is no failure. After its time it is killed.
  lxc-stop -n "$(basename "$(dirname "$file")")" -t "${BULKHEAD_SHUTDOWN_SECONDS:-60}" &
done
wait
