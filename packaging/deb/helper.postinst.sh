#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# In this order: the group before the socket that belongs to it, ids, labels, units, and last of all the helper, so that it
# starts in its domain. The policy modules are there already: bulkhead-selinux is configured before.
set -e

units='bulkhead-helper.socket bulkhead-helper.service'

# Also while it is still starting, which can take minutes: the program of the version before would go on.
runs() {
  case $(systemctl show -P ActiveState "$1") in active | activating | reloading | refreshing) return 0 ;; *) return 1 ;; esac
}

case "$1" in
configure | abort-upgrade | abort-deconfigure | abort-remove) ;;
*) exit 0 ;;
esac

systemd-sysusers bulkhead.conf
/usr/libexec/bulkhead/add-id-range || true
systemd-tmpfiles --create bulkhead.conf || true
restorecon -R /usr/lib/bulkhead /usr/libexec/bulkhead /usr/lib/systemd/system/bulkhead-*.s* || true

for unit in $units; do
  deb-systemd-helper unmask "$unit" >/dev/null || true
  # An administrator who has disabled it keeps it so.
  if deb-systemd-helper --quiet was-enabled "$unit"; then
    deb-systemd-helper enable "$unit" >/dev/null || true
  else
    deb-systemd-helper update-state "$unit" >/dev/null || true
  fi
done

[ -d /run/systemd/system ] || exit 0
systemctl daemon-reload || true
# It ends what it has begun; the new helper starts the new one.
systemctl stop bulkhead-policy.service || true
deb-systemd-invoke start bulkhead-helper.socket || true
# A helper that cannot start says why in its journal and to bulkheadctl; the package is installed all the same.
if [ -z "$2" ] || systemctl --quiet is-failed bulkhead-helper.service; then
  deb-systemd-invoke start bulkhead-helper.service || true
elif runs bulkhead-helper.service; then
  deb-systemd-invoke restart bulkhead-helper.service || true
fi
# These start when somebody connects. The socket of the metrics is off until somebody enables it.
for unit in bulkhead-listener.service bulkhead-metrics.service; do
  if runs "$unit"; then
    deb-systemd-invoke restart "$unit" || true
  fi
done
