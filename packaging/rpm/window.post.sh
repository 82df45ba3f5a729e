#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
if command -v restorecon >/dev/null; then
  restorecon -R /opt/Bulkhead || :
fi
