#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
if [ -d /run/systemd/system ]; then
  systemctl daemon-reload || :
  # It ends what it has begun; the new helper starts the new one.
  systemctl stop bulkhead-policy.service || :
  for unit in bulkhead-helper.socket bulkhead-helper.service; do
    if ! systemctl --quiet is-enabled $unit; then continue; fi
    systemctl reset-failed $unit 2>/dev/null || :
    if [ $unit = bulkhead-helper.service ]; then systemctl restart $unit || :; else systemctl start $unit || :; fi
  done
  systemctl try-restart bulkhead-listener.service bulkhead-metrics.service || :
fi
