#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Succeeds where there is no container that Bulkhead made; else it says on stderr which there are, and what they need.
set -u

names=
for file in "${DPKG_ROOT:-}"/var/lib/lxc/*/bulkhead.json; do
  [ ! -e "$file" ] || names="$names $(basename "$(dirname "$file")")"
done
[ -n "$names" ] || exit 0
echo "cannot remove bulkhead-containers: without it these containers do not start:$names." >&2
echo "Remove them first (lxc-destroy -n NAME, or bulkheadctl rm NAME), or keep the package; it needs no helper." >&2
exit 1
