#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Bounds what a container takes of the tables that the kernel has once for all namespaces. LXC runs it on the host: with
# "up" before the container's init runs, with "down" when its last process has ended. A failure of "up" fails the start.
#
#   guard-namespace.sh up NEIGHBOURS
#   guard-namespace.sh down
#   guard-namespace.sh empty NAMESPACE
#
# The helper runs the last where a container holds too many entries all the same; NAMESPACE is as /proc/5/ns/net.
#
# NEIGHBOURS is how many next hops the namespace may have in use in a minute, on all of its devices together, and from
# how many addresses it answers questions of ARP and of neighbour discovery. The kernel gives each an entry in its one
# table of neighbours. The rules are in the namespace itself, where all of its devices are. Its root cannot change them
# unless its domain allows a firewall.
#
# The kernel counts watches of files and namespaces by user too, and those of all containers for the root of the host, who
# made their user namespaces. So each user namespace has bounds of its own; SELinux lets no container raise them.
set -eu

nft=/usr/sbin/nft
. "${0%/*}/bound-connections.sh"
discovery='nd-neighbor-solicit, nd-router-solicit, nd-router-advert, nd-redirect'

bound_user() {
  nsenter --user="/proc/$LXC_PID/ns/user" sh -c '
    set -e
    cd /proc/sys/user
    echo 256 > max_inotify_instances
    echo 131072 > max_inotify_watches
    echo 32 > max_fanotify_groups
    echo 16384 > max_fanotify_marks
    for file in max_*_namespaces; do echo 512 > $file; done'
}

up() {
  limit=$1
  if ! trouble=$(bound_user 2>&1); then
    fail "$trouble; where SELinux denied it, the kernel has old labels: echo 2 > /proc/sys/vm/drop_caches"
  fi
  [ -x $nft ] || return 0
  # A set of IPv6 also holds the groups that the kernel asks for each next hop.
  if ! trouble=$(nsenter --net="/proc/$LXC_PID/ns/net" $nft "
add table inet bulkhead_bounds
add set inet bulkhead_bounds hops4 { typeof rt ip nexthop; size $limit; flags dynamic,timeout; timeout 1m; }
add set inet bulkhead_bounds hops6 { typeof rt ip6 nexthop; size $((limit * 2)); flags dynamic,timeout; timeout 1m; }
add set inet bulkhead_bounds senders6 { type ipv6_addr; size $limit; flags dynamic,timeout; timeout 1m; }
add chain inet bulkhead_bounds leaving { type filter hook postrouting priority 300; policy accept; }
add rule inet bulkhead_bounds leaving oifname lo accept
add rule inet bulkhead_bounds leaving meta nfproto ipv4 update @hops4 { rt ip nexthop } accept
add rule inet bulkhead_bounds leaving meta nfproto ipv6 update @hops6 { rt ip6 nexthop } accept
add rule inet bulkhead_bounds leaving counter drop
add chain inet bulkhead_bounds arriving { type filter hook input priority -300; policy accept; }
add rule inet bulkhead_bounds arriving icmpv6 type { $discovery } update @senders6 { ip6 saddr } accept
add rule inet bulkhead_bounds arriving icmpv6 type { $discovery } counter drop
add table arp bulkhead_bounds
add set arp bulkhead_bounds senders4 { type ipv4_addr; size $limit; flags dynamic,timeout; timeout 1m; }
add chain arp bulkhead_bounds arriving { type filter hook input priority 0; policy accept; }
add rule arp bulkhead_bounds arriving arp operation != request accept
add rule arp bulkhead_bounds arriving update @senders4 { arp saddr ip } accept
add rule arp bulkhead_bounds arriving counter drop" 2>&1); then
    # A kernel without these parts of nftables: what the helper watches remains.
    case $trouble in *"not supported"*) return 0 ;; esac
    fail "$trouble"
  fi
  if is_incus && ! trouble=$(bound_incus 2>&1); then fail "$trouble"; fi
}

# Incus runs no script for a port: its bridges are those of the other ends of the container's interfaces.
bound_incus() {
  nsenter --net="/proc/$LXC_PID/ns/net" ip -oneline link show type veth | sed -n 's/^[0-9]*: [^ ]*@if\([0-9]*\):.*/\1/p' |
    while read -r other; do
      bridge=$(ip -oneline link | sed -n "s/^$other: .* master \([^ ]*\) .*/\1/p")
      [ -n "$bridge" ] || continue
      bound_connections "$bridge"
    done
}

# The addresses are those that Incus' DHCP servers gave to the hardware address that Incus gave it.
end_incus() {
  sed -n 's/^lxc\.net\.[0-9]*\.hwaddr = //p' "$LXC_CONFIG_FILE" | while read -r hardware; do
    cat /var/lib/incus/networks/*/dnsmasq.leases 2>/dev/null | while read -r _ owner address _; do
      [ "$owner" != "$hardware" ] || end_connections "$address"
    done
  done
}

is_incus() {
  case ${LXC_CONFIG_FILE-} in */incus/*) return 0 ;; esac
  return 1
}

# LXC keeps none of what a script prints: the helper reads it here.
fail() {
  echo "cannot bound what $LXC_NAME takes of the kernel: $1" | tee "/run/bulkhead/guard-namespace-$LXC_NAME" >&2
  exit 1
}

# Without ARP a device has no entries. Datagrams that wait for an answer keep their sockets, these the namespace, and that
# its devices with their entries: so they go when a container ends, and its devices stay down.
empty() {
  namespace=$1
  shift
  nsenter --net="$namespace" sh -c '
    for path in /proc/sys/net/ipv4/neigh/*; do
      device=${path##*/}
      case $device in default | lo) continue ;; esac
      ip link set dev "$device" arp off || true
      ip link set dev "$device" "$@" || true
    done' sh "$@" 2>/dev/null || true
}

case $1 in
  up) up "$2" ;;
  down)
    [ -z "${LXC_NET_NS-}" ] || empty "$LXC_NET_NS" down
    if is_incus; then end_incus || true; fi
    ;;
  empty) empty "$2" arp on ;;
esac
