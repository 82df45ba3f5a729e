#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Restores the sizes of the kernel's tables that the helper raised (helper/lxc/network/table-floors.ts), as they were
# when it first did so. One that somebody has changed since stays as it is. Without a record it does nothing.
set -u

root=${DPKG_ROOT:-}
record=$root/run/bulkhead/table-sizes
[ -f "$record" ] || exit 0

failed=
while read -r setting from to rest; do
  case $setting in
    net/ipv[46]/neigh/default/gc_thresh[123] | net/netfilter/nf_conntrack_max) ;;
    fs/[if]*notify/max_user_[a-z]* | kernel/pty/max | user/max_[a-z]*_namespaces) ;;
    *) continue ;;
  esac
  case $setting in *..*) continue ;; esac
  case $from$to in '' | *[!0-9]*) continue ;; esac
  file=$root/proc/sys/$setting
  [ -e "$file" ] && [ -z "$rest" ] || continue
  [ "$(cat "$file")" = "$to" ] || continue
  printf '%s\n' "$from" >"$file" || failed=yes
done <"$record"

if [ -n "$failed" ]; then
  echo "bulkhead-helper: cannot restore all sizes of the kernel's tables; they are in $record, and gone with a reboot" >&2
  exit 1
fi
rm -f "$record"
