#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
if [ "$1" -eq 0 ]; then
  rm -rf /var/lib/bulkhead-selinux
fi
