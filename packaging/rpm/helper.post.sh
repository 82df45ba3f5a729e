#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The same order as on Debian: group, ids, labels, units. The helper comes after the whole transaction, when the policy
# modules are there.
systemd-sysusers bulkhead.conf || :
/usr/libexec/bulkhead/add-id-range || :
systemd-tmpfiles --create bulkhead.conf || :
restorecon -R /usr/lib/bulkhead /usr/libexec/bulkhead /usr/lib/systemd/system/bulkhead-*.s* || :
if [ "$1" -eq 1 ]; then
  systemctl --no-reload enable bulkhead-helper.socket bulkhead-helper.service || :
fi
