#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Mounts the root file systems and volumes of containers where no helper does: by the table of mounts that the helper
# keeps beside the layers of each. What is mounted already stays. One that cannot be mounted does not keep the others
# from it.
set -u

code=0
for table in "${DPKG_ROOT:-}"/var/lib/bulkhead/containers/*/fstab; do
  [ -f "$table" ] || continue
  if ! mount --all --fstab "$table"; then
    echo "cannot mount all of the container $(basename "$(dirname "$table")"); see dmesg, and the table $table" >&2
    code=1
  fi
done
exit $code
