# SPDX-License-Identifier: Apache-2.0
# Read by the guards of ports and namespaces: bounds the connections that the host tracks for containers, whose table is
# one for the host and all of them.

conntrack=/usr/sbin/conntrack
# What is left of nf_conntrack_max then is the host's, and that of other containers.
max_connections=8192

# Prints rules for who is on a bridge. A container is known by its hardware address, to which its port is held, and the
# target of a connection by its address. What the kernel counts leaves out connections that were closed, so these are
# bounded by a rate and by short times. TCP itself asks after two hours whether the other side is still there.
# Requests of DHCP do not count, so that a container at its bound keeps its address. They are of IPv4, between two fixed
# ports, so that they are no more connections than the host has addresses; all else to that port counts.
connection_rules() {
  table='inet bulkhead_connections'
  echo "add table $table
add set $table bridges { type ifname; }
add set $table rates { type ether_addr; size 65535; flags dynamic,timeout; timeout 1m; }
add set $table from { type ether_addr; size 65535; flags dynamic; }
add set $table to { type ipv4_addr; size 65535; flags dynamic; }
add ct timeout $table short { protocol tcp; l3proto ip;\
 policy = { established : 3h, fin_wait : 30s, time_wait : 5s, close : 2s }; }
add chain $table forwarded { type filter hook forward priority -5; policy accept; }
add chain $table arriving { type filter hook input priority -5; policy accept; }
add chain $table begun
add chain $table timed
flush chain $table forwarded
flush chain $table arriving
flush chain $table begun
flush chain $table timed
add rule $table forwarded ct state new iifname @bridges jump begun
add rule $table forwarded ct state new oifname @bridges add @to { ip daddr ct count over $max_connections } drop
add rule $table forwarded ct state new oifname @bridges jump timed
add rule $table arriving meta nfproto ipv4 udp sport 68 udp dport 67 accept
add rule $table arriving ct state new iifname @bridges jump begun
add rule $table begun update @rates { ether saddr limit rate over 2000/second burst $max_connections packets } drop
add rule $table begun add @from { ether saddr ct count over $max_connections } drop
add rule $table begun jump timed
add rule $table timed meta nfproto ipv4 meta l4proto tcp ct timeout set short
add element $table bridges { \"$1\" }"
}

# A transaction of its own: a kernel that cannot count connections has the other rules all the same.
bound_connections() {
  if ! said=$($nft "$(connection_rules "$1")" 2>&1); then
    case $said in *"not supported"* | *"No such file"*) return 0 ;; esac
    echo "$said"
    return 1
  fi
}

# Those that an address began, and those that came to it.
end_connections() {
  [ -x $conntrack ] || return 0
  for side in --orig-src --reply-src; do $conntrack --delete "$side" "$1" >/dev/null 2>&1 || true; done
}
