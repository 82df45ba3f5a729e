#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Gives the files that Bulkhead's policy modules name their labels, after the modules were installed or changed. fixfiles
# would also reach the files of containers, whose labels it does not know. Without SELinux it does nothing.
set -u

root=${DPKG_ROOT:-}
selinuxenabled 2>/dev/null || exit 0

# The kernel gives a file in /proc or /sys its label when it is first looked at: what it keeps of those is looked at again.
[ ! -w "$root/proc/sys/vm/drop_caches" ] || echo 2 >"$root/proc/sys/vm/drop_caches"

# Never the roots, images and volumes of containers: their labels come from mounts, or are given one by one.
state=$root/var/lib/bulkhead
for path in "$root/usr/lib/bulkhead" "$root/opt/Bulkhead" "$root/run/bulkhead" "$root/run/lxc"; do
  [ ! -e "$path" ] || restorecon -R "$path"
done
# An instance's files have the label of their mount, or were given theirs one by one.
for path in "$root/usr/libexec/incus" "$root/usr/bin/incusd" "$root/var/lib/incus" "$root/var/log/incus" \
  "$root/var/cache/incus" "$root/run/incus"; do
  [ ! -e "$path" ] || restorecon -Rx "$path"
done
if [ -e "$state" ]; then
  set --
  # restorecon complains of a folder to leave out that is not there.
  for name in containers images volumes; do
    [ ! -e "$state/$name" ] || set -- "$@" -e "$state/$name"
  done
  restorecon -R "$@" "$state"
fi
# systemd uses the label that a unit had when it was loaded.
changed=$(restorecon -v "$root"/usr/lib/systemd/system/bulkhead-helper.* \
  "$root/usr/lib/systemd/system/bulkhead-network@.service" \
  "$root/usr/lib/systemd/system/bulkhead-unload@.service" "$root/usr/lib/systemd/system/lxc-net.service" 2>/dev/null)
if [ -n "$changed" ] && [ -d /run/systemd/system ]; then systemctl daemon-reload; fi
exit 0
