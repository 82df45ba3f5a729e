#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
set -e

case "$1" in
remove)
  /usr/libexec/bulkhead/has-no-containers
  [ ! -d /run/systemd/system ] || deb-systemd-invoke stop bulkhead-mounts.service bulkhead-shutdown.service || true
  ;;
esac
