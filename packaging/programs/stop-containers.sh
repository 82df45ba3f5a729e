#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Shuts down the containers of Bulkhead while the host goes down, in the order of their autostart backwards: those that a
# person starts first, then those of the highest order, and so on. Those of the same order are shut down side by side.
# LXC's own unit does it after this one, one container after another, and kills each after five seconds. On a host that
# goes on this does nothing, so that no container ends because a package is upgraded or the unit is stopped by hand.
set -u

[ "$(systemctl is-system-running)" = stopping ] || exit 0

# Prints the order and the name of each. The helper writes each field on a line of its own, and orders up to 999.
list_containers() {
  for file in "${DPKG_ROOT:-}"/var/lib/lxc/*/bulkhead.json; do
    [ -f "$file" ] || continue
    order=$(sed -n '/^ *"autostart": {$/,/}/s/^ *"order": \([0-9]\{1,3\}\),\{0,1\}$/\1/p' "$file")
    printf '%s %s\n' "${order:-1000}" "$(basename "$(dirname "$file")")"
  done
}

list_containers | sort -k 1,1nr -k 2 | {
  before=
  while read -r order name; do
    [ "$order" = "$before" ] || wait
    before=$order
    # One that does not run is no failure. After its time it is killed.
    lxc-stop -n "$name" -t "${BULKHEAD_SHUTDOWN_SECONDS:-60}" </dev/null &
  done
  wait
}
