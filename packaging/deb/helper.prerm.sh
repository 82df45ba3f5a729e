#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The containers continue to run, on upgrade and on removal: they are LXC's own.
set -e

if [ "$1" = remove ]; then
  if [ -d /run/systemd/system ]; then
    deb-systemd-invoke stop bulkhead-metrics.socket bulkhead-metrics.service || true
    deb-systemd-invoke stop bulkhead-helper.socket bulkhead-helper.service || true
    # Open terminals end; an upgrade leaves them.
    deb-systemd-invoke stop bulkhead-consoles.service || true
  fi
  # Once no helper runs that would raise them again.
  /usr/libexec/bulkhead/restore-table-sizes || true
fi
