#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Removes Bulkhead's policy modules, those of containers first, in one transaction. It keeps them, and says why, while
# something has their types: a process or a file whose type is gone becomes unlabeled_t, which nothing may access.
set -u

root=${DPKG_ROOT:-}
say() {
  printf 'bulkhead-selinux: %s\n' "$*" >&2
}

store=$(sed -n 's/^SELINUXTYPE=\([A-Za-z0-9_-]\{1,\}\).*/\1/p' "$root/etc/selinux/config" 2>/dev/null | tail -n 1)
active=$root/var/lib/selinux/$store/active
if [ -z "$store" ] || [ ! -d "$active/modules" ] || ! command -v semodule >/dev/null; then exit 0; fi

set --
for name in $(semodule -s "$store" --list-modules=full | awk '$1 == 400 && $2 ~ /^bulkhead_[a-z]_/ { print $2 }'); do
  set -- "$@" -X 400 -r "$name"
done
for name in $(semodule -s "$store" --list-modules=full | awk '$1 == 200 && $2 ~ /^bulkhead/ { print $2 }'); do
  set -- "$@" -X 200 -r "$name"
done
[ $# -gt 0 ] || exit 0

containers=
for file in "$root"/var/lib/lxc/*/bulkhead.json; do
  [ ! -e "$file" ] || containers="$containers $(basename "$(dirname "$file")")"
done
if [ -n "$containers" ]; then
  say "the policy modules stay, because these containers have their types:$containers."
  say "Remove the containers, and then the modules: semodule -s $store $*"
  exit 0
fi
local=$(grep -ls bulkhead_ "$active"/*.local | tr '\n' ' ')
if [ -n "$local" ]; then
  say "the policy modules stay, because local changes name their types: $local"
  say "Undo these with semanage, and then remove the modules: semodule -s $store $*"
  exit 0
fi

if selinuxenabled 2>/dev/null; then is_enabled=yes; else is_enabled=no; set -- -n "$@"; fi
lock=$root/var/lib/selinux/$store/semanage.trans.LOCK
[ ! -e "$lock" ] || flock -w 300 "$lock" true
if ! said=$(semodule -s "$store" "$@" 2>&1); then
  say "cannot remove the policy modules; try it by hand: semodule -s $store $*"
  printf '%s\n' "$said" | tail -n 20 >&2
  exit 1
fi
[ $is_enabled = yes ] || exit 0

for path in "$root/var/lib/bulkhead" "$root/run/bulkhead" "$root/run/lxc" "$root/opt/Bulkhead"; do
  [ ! -e "$path" ] || restorecon -R "$path"
done
changed=$(restorecon -v "$root/usr/lib/systemd/system/lxc-net.service" 2>/dev/null)
if [ -n "$changed" ] && [ -d /run/systemd/system ]; then systemctl daemon-reload; fi
exit 0
