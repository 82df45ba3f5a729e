#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Guards a container's port of its bridge. LXC runs it on the host: with "up" once the port is on the bridge and before
# the container gets its end of the veth pair, also when a container reboots by itself; with "down" when the port is
# removed. A failure here fails the start.
#
#   guard-port.sh up nat|own|bridge PORT MAC EUI64 ADDRESS|learned
#   guard-port.sh down PORT
#
# MAC as 0x10666a010203, EUI64 (of the same address) as 0x12666afffe010203, ADDRESS as 0x0a000314: the one that the host
# chose for a container in which no client of DHCP runs. LXC adds words of its own: the container's name comes next, and
# takes the place of ADDRESS where an older helper wrote the line.
#
# nat: the port is isolated from all other ports, and its frames must have the container's hardware address and an
# address that the host's DHCP server has given it (learned from the server's own answers) or one that follows from the
# hardware address (IPv6).
# own: a network that Bulkhead sets up: the same, but that its ports reach each other.
# bridge: an administrator manages the bridge and its addresses: only the hardware address is checked.
#
# nat and own: the host tracks the container's connections. Those that it has at once, in each direction, are bounded,
# and those that it had go with it: the table is the host's own.
set -eu

nft=/usr/sbin/nft
. "${0%/*}/bound-connections.sh"

down() {
  end_learned "$1"
  $nft -f - 2>/dev/null <<END || true
delete element bridge bulkhead from_ports { "$1" }
delete element bridge bulkhead to_ports { "$1" }
delete chain bridge bulkhead from_$1
delete chain bridge bulkhead to_$1
delete set bridge bulkhead leases_$1
END
}

# The addresses are those that the server gave, as 0x0a000314.
end_learned() {
  $nft list set bridge bulkhead "leases_$1" 2>/dev/null | grep -o '0x[0-9a-f]*' | while read -r address; do
    end_connections "$(printf '%d.%d.%d.%d' \
      $((address >> 24)) $((address >> 16 & 255)) $((address >> 8 & 255)) $((address & 255)))"
  done
}

# Rules are kept in a variable, since each program that is started delays the start of the container.
# One transaction: the rules are there as a whole or not at all. A table that a restart of nftables took away comes back
# with it.
write_common_rules() {
  rules="add table bridge bulkhead
add map bridge bulkhead from_ports { type ifname : verdict; }
add map bridge bulkhead to_ports { type ifname : verdict; }
add chain bridge bulkhead from_containers { type filter hook prerouting priority -310; policy accept; }
add chain bridge bulkhead to_containers { type filter hook output priority -310; policy accept; }
flush chain bridge bulkhead from_containers
flush chain bridge bulkhead to_containers
add rule bridge bulkhead from_containers iifname vmap @from_ports
add rule bridge bulkhead to_containers oifname vmap @to_ports
add set bridge bulkhead leases_$port { typeof @th,192,32; size 4; flags dynamic; }
flush set bridge bulkhead leases_$port
add chain bridge bulkhead from_$port
add chain bridge bulkhead to_$port
flush chain bridge bulkhead from_$port
flush chain bridge bulkhead to_$port
add rule bridge bulkhead from_$port @ll,48,48 != $mac drop
add rule bridge bulkhead from_$port ether type arp @nh,64,48 != $mac drop
add element bridge bulkhead from_ports { \"$port\" : jump from_$port }
add element bridge bulkhead to_ports { \"$port\" : jump to_$port }"
}

# ARP: 112 is the sender's address. IPv4: 96 is the source. DHCP: 64 the kind of message (2 from a server), 192 the
# given address, 288 the hardware address of the client, 1984 the first option (53, one byte, 5: an acknowledgement).
# IPv6: 128 is the lower half of the source; in a neighbour advertisement it is that of the advertised address.
add_address_rules() {
  rules="$rules
add rule bridge bulkhead from_$port ether type arp @nh,112,32 0 accept
add rule bridge bulkhead from_$port ether type arp @nh,112,32 @leases_$port accept
add rule bridge bulkhead from_$port ether type ip udp sport 67 drop
add rule bridge bulkhead from_$port ether type ip udp dport 67 @th,288,48 != $mac drop
add rule bridge bulkhead from_$port ether type ip udp dport 67 limit rate over 2/minute burst 20 packets drop
add rule bridge bulkhead from_$port ether type ip ip saddr 0.0.0.0 udp sport 68 udp dport 67 accept
add rule bridge bulkhead from_$port ether type ip @nh,96,32 @leases_$port accept
add rule bridge bulkhead from_$port ether type ip6 icmpv6 type { nd-router-advert, nd-redirect } drop
add rule bridge bulkhead from_$port ether type ip6 udp sport 547 drop
add rule bridge bulkhead from_$port ether type ip6 ip6 saddr ::\
 icmpv6 type { nd-router-solicit, nd-neighbor-solicit, mld2-listener-report } accept
add rule bridge bulkhead from_$port ether type ip6 icmpv6 type nd-neighbor-advert @th,128,64 != $eui64 drop
add rule bridge bulkhead from_$port ether type ip6 @nh,128,64 $eui64 accept
add rule bridge bulkhead from_$port drop
add rule bridge bulkhead to_$port ether type ip udp sport 67 udp dport 68\
 @th,64,8 2 @th,288,48 $mac @th,1984,24 0x350105 @th,192,32 != 0 add @leases_$port { @th,192,32 }"
}

up() {
  kind=$1 port=$2 mac=$3 eui64=$4 address=$5
  if [ "$kind" = nat ]; then echo 1 > "/sys/class/net/$port/brport/isolated"; fi
  [ -x $nft ] || return 0
  write_common_rules
  if [ "$kind" != bridge ]; then
    add_address_rules
    case $address in
      0x????????) rules="$rules
add element bridge bulkhead leases_$port { $address }" ;;
    esac
  fi
  if ! trouble=$($nft "$rules" 2>&1); then
    # A kernel without nftables for bridges: the audit of the isolation says so.
    case $trouble in *"not supported"*) return 0 ;; esac
    # LXC keeps none of what a script prints: the helper reads it here.
    fail "$trouble"
  fi
  if [ "$kind" != bridge ] && [ -n "${LXC_NET_PARENT-}" ]; then
    trouble=$(bound_connections "$LXC_NET_PARENT" 2>&1) || fail "$trouble"
  fi
}

fail() {
  echo "cannot guard the port $port: $1" | tee "/run/bulkhead/guard-$port" >&2
  exit 1
}

case $1 in
  up) up "$2" "$3" "$4" "$5" "${6-}" ;;
  down) down "$2" ;;
esac
