#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
/usr/libexec/bulkhead-selinux/install-modules || :
