#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The containers continue to run: they are LXC's own. What they hold stays.
if [ "$1" -eq 0 ] && [ -d /run/systemd/system ]; then
  systemctl --no-reload disable --now bulkhead-metrics.socket bulkhead-metrics.service || :
  systemctl --no-reload disable --now bulkhead-helper.socket bulkhead-helper.service || :
fi
