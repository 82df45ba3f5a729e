#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
if [ -d /run/systemd/system ]; then systemctl daemon-reload || :; fi
[ "$1" -gt 0 ] || rm -rf /var/cache/bulkhead
