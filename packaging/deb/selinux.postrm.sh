#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
set -e

case "$1" in
purge)
  rm -rf /var/lib/bulkhead-selinux
  ;;
esac
