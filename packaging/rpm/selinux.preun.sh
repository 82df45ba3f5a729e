#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Not on upgrade: the types of running containers would be gone for a moment.
if [ "$1" -eq 0 ]; then
  /usr/libexec/bulkhead-selinux/remove-modules || :
fi
