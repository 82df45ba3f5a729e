#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# A failure is written where the helper reads it, and breaks no transaction of the package manager.
set -e

case "$1" in
configure)
  /usr/libexec/bulkhead-selinux/install-modules || true
  ;;
triggered)
  # The policy of the distribution was upgraded, downgraded, or purged and installed again.
  /usr/libexec/bulkhead-selinux/install-modules --if-missing || true
  ;;
esac
