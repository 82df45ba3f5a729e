#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Where bulkhead-selinux was installed before, its modules have a label for the executable.
set -e

if [ "$1" = configure ] && command -v restorecon >/dev/null; then
  restorecon -R /opt/Bulkhead || true
fi
