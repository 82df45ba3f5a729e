#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The containers continue to run: they are LXC's own. What they hold stays.
if [ "$1" -eq 0 ]; then
  if [ -d /run/systemd/system ]; then
    systemctl --no-reload disable --now bulkhead-metrics.socket bulkhead-metrics.service || :
    systemctl --no-reload disable --now bulkhead-helper.socket bulkhead-helper.service || :
  fi
  # Once no helper runs that would raise them again.
  /usr/libexec/bulkhead/restore-table-sizes || :
fi
