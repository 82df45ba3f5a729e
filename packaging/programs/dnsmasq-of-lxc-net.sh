#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Starts dnsmasq as lxc-net asks for it, and so that it knows a client by its hardware address alone, and takes no name
# from one. The helper has both, and names and addresses of containers, in a file of its own; where an administrator
# chose another file, it is read as it is.
set -eu

server=${BULKHEAD_DNSMASQ:-/usr/sbin/dnsmasq}
configuration=${BULKHEAD_DHCP_CONFIGURATION:-/var/lib/bulkhead/dhcp/lxcbr0.conf}

for word; do
  shift
  case $word in
    --conf-file= | --conf-file=/dev/null | "--conf-file=$configuration")
      if [ -r "$configuration" ]; then
        set -- "$@" "--conf-file=$configuration"
      else
        set -- "$@" "$word" --dhcp-ignore-clid --dhcp-ignore-names
      fi
      ;;
    --conf-file=*) set -- "$@" "$word" --dhcp-ignore-clid --dhcp-ignore-names ;;
    *) set -- "$@" "$word" ;;
  esac
done
exec "$server" "$@"
