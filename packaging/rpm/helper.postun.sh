#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
if [ -d /run/systemd/system ]; then
  systemctl daemon-reload || :
  # Its DHCP server was started by a program of this package.
  if [ "$1" -eq 0 ]; then systemctl try-restart lxc-net.service || :; fi
fi
