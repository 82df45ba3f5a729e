#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Gives root a range of subordinate ids, of which each container's user namespace takes 65,536. Changes nothing where root
# has one. The range is above all others and above those that useradd gives to new users, so that none is missing there.
set -eu

etc=${DPKG_ROOT:-}/etc
wanted=1000000000
# Ids are 32 bits wide, and the last ones mean "nobody" and "no change".
end=4294900000
least=1048576

has_range() {
  [ -e "$1" ] && grep -Eq '^(root|0):' "$1"
}

for file in "$etc/subuid" "$etc/subgid"; do
  [ -e "$file" ] || install -m 0644 /dev/null "$file"
done
set --
has_range "$etc/subuid" || set -- "$@" --add-subuids
has_range "$etc/subgid" || set -- "$@" --add-subgids
[ $# -gt 0 ] || exit 0

first=$({
  sed -n 's/^SUB_[UG]ID_MAX[[:space:]]\{1,\}\([0-9]\{1,\}\).*/useradd:0:\1/p' "$etc/login.defs" 2>/dev/null || true
  cat "$etc/subuid" "$etc/subgid"
} | awk -F: '
  BEGIN { top = 600100000 }
  NF == 3 && $2 + $3 > top { top = $2 + $3 }
  END { printf "%.0f", int((top + 65535) / 65536) * 65536 }')
count=$wanted
[ $((first + count)) -le $end ] || count=$((end - first))
if [ "$count" -lt $least ]; then
  echo "bulkhead-helper: cannot find free subordinate ids for root: $etc/subuid uses the ids up to $first;" \
    "free a range there, and run $0 again" >&2
  exit 1
fi

range=$first-$((first + count - 1))
case $# in
1) usermod "$1" "$range" root ;;
*) usermod "$1" "$range" "$2" "$range" root ;;
esac
