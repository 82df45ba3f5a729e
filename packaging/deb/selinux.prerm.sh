#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Not on upgrade: the types of running containers would be gone for a moment.
set -e

case "$1" in
remove)
  /usr/libexec/bulkhead-selinux/remove-modules || true
  ;;
esac
