# SPDX-License-Identifier: Apache-2.0

# Attempts to take of what all containers have together: the kernel's table of neighbours, the host's table of
# connections, and the addresses of a bridge.

# Part of a message of netlink.
sub attribute {
    my ($kind, $text) = @_;
    my $length = 4 + length $text;
    return pack('SS', $length, $kind) . $text . "\0" x (-$length % 4);
}

# Changes devices, or settings of neighbours.
sub change_network {
    my ($call, $type, $flags, $text) = @_;
    my $errno = netlink_answer(0, $type, $flags, $text);
    die { errno => $errno, call => $call } if $errno;
}

sub make_pair {
    my ($device, $peer) = @_;
    my $other = attribute(1, pack('x16') . attribute(3, "$peer\0"));
    my $kind = attribute(1, 'veth') . attribute(2, $other);
    my $name = attribute(3, "$device\0");
    change_network('new device', 16, 0x600, pack('x16') . $name . attribute(18, $kind));
}

sub remove_device {
    my ($device) = @_;
    change_network('end of device', 17, 0, pack('x16') . attribute(3, "$device\0"));
}

sub set_address {
    my ($device, $address, $mask) = @_;
    socket(my $socket, AF_INET, SOCK_DGRAM, 0) or failed_call('socket');
    for ([0x8916, $address], [0x891c, $mask]) {
        my $request = pack('a16 S x2 a4 x16', $device, AF_INET, $_->[1]);
        ioctl($socket, $_->[0], $request) or failed_call('ioctl');
    }
}

sub set_up {
    my ($device) = @_;
    socket(my $socket, AF_INET, SOCK_DGRAM, 0) or failed_call('socket');
    ioctl($socket, 0x8914, my $request = pack('a16 s x22', $device, 1)) or failed_call('ioctl');
}

# So that entries of a device would be asked for again and again, and stay. The failures are not those of the attempt,
# so their records have another name.
sub try_to_keep_entries {
    my ($device) = @_;
    my $name = $0;
    $0 = 'drill-setting';
    eval { write_to("/proc/sys/net/ipv4/neigh/$device/mcast_solicit", 0, 100_000) };
    my $asked = attribute(1, pack('L', device_index($device))) . attribute(11, pack('L', 100_000));
    my $all = attribute(1, "arp_cache\0") . attribute(6, $asked . attribute(5, pack('Q', 60_000)));
    eval { change_network('settings of neighbours', 67, 0, pack('CCS', AF_INET, 0, 0) . $all) };
    $0 = $name;
}

# To addresses of its net that nobody has, by many sockets and without waiting: the datagrams wait for their neighbours.
# Gives how many were taken, the last error of the others, and the sockets, which hold what waits.
sub send_to_absent {
    my ($sent, $error, @sockets) = (0, 0);
    for my $third (1 .. 30) {
        socket(my $socket, AF_INET, SOCK_DGRAM, 0) or failed_call('socket');
        push @sockets, $socket;
        for my $last (1 .. 100) {
            my $to = pack_sockaddr_in(9, pack('C4', 10, 99, $third, $last));
            if (defined send($socket, 'x', 0x40, $to)) { $sent++; } else { $error = $! + 0; }
        }
    }
    return ($sent, $error, \@sockets);
}

# What the host's server of DHCP says to a request of these options; nothing where it says nothing in time.
sub dhcp_answer {
    my ($socket, $hardware, $number, $seconds, @options) = @_;
    my $text = dhcp_text($hardware, $number, "\0" x 4, @options);
    my $frame = "\xff" x 6 . $hardware . udp_frame("\0" x 4, $text, "\xff" x 4, 68, 67);
    defined(send($socket, $frame, 0)) or failed_call('send');
    setsockopt($socket, SOL_SOCKET, SO_RCVTIMEO, pack('l!l!', 0, 200_000));
    my $end = time + $seconds;
    while (time < $end) {
        my $heard = '';
        defined(recv($socket, $heard, 2048, 0)) or next;
        my $answer = read_dhcp($heard, $hardware, $number);
        return $answer if $answer;
    }
    return;
}

# Asks that answers be sent to all, since nobody here has the address yet.
sub dhcp_text {
    my ($hardware, $number, $own, @options) = @_;
    my $text = pack('C4 N n n a4 x12 a6 x10 x192 N', 1, 1, 6, 0, $number, 0, 0x8000, $own, $hardware, 0x63825363);
    while (my ($kind, $value) = splice @options, 0, 2) { $text .= pack('C C/a*', $kind, $value); }
    $text .= "\xff";
    return $text . "\0" x (300 - length $text);
}

# The address that is given, and the options by their numbers.
sub read_dhcp {
    my ($frame, $hardware, $number) = @_;
    return if length $frame < 282 || substr($frame, 12, 2) ne "\x08\0" || substr($frame, 23, 1) ne "\x11";
    my $text = substr($frame, 14 + 4 * (ord(substr($frame, 14, 1)) & 15) + 8);
    return if length $text < 240 || ord $text != 2 || substr($text, 28, 6) ne $hardware;
    return if unpack('N', substr($text, 4, 4)) != $number;
    my %answer = (address => substr($text, 16, 4));
    my $options = substr($text, 240);
    while ($options =~ s/^([^\xff])//s) {
        my $kind = ord $1;
        next if $kind == 0;
        my $length = ord $options;
        $answer{$kind} = substr($options, 1, $length);
        $options = length $options > $length ? substr($options, 1 + $length) : '';
    }
    return \%answer;
}

# The whole exchange, as a client of this name under its own hardware address; nothing where the server says nothing.
sub lease_for {
    my ($socket, $hardware, $client, $seconds) = @_;
    my $number = int rand 0xffffffff;
    my @who = (61, "\0$client", 12, $victim);
    my $offer = dhcp_answer($socket, $hardware, $number, $seconds, 53, "\1", @who) or return;
    my @chosen = (50, $offer->{address}, 54, $offer->{54} // '');
    my $given = dhcp_answer($socket, $hardware, $number, $seconds, 53, "\3", @chosen, @who) or return;
    return ($given->{53} // '') eq "\5" ? $given : {};
}

# Gives an address back to the server. It answers nothing.
sub release_lease {
    my ($socket, $hardware, $client, $given) = @_;
    my @options = (53, "\7", 54, $given->{54} // '', 61, "\0$client");
    my $text = dhcp_text($hardware, int rand 0xffffffff, $given->{address}, @options);
    send($socket, "\xff" x 6 . $hardware . udp_frame("\0" x 4, $text, "\xff" x 4, 68, 67), 0);
}

# The machine behind which all others are, as the kernel has it in its table of routes.
sub gateway {
    open(my $table, '<', '/proc/net/route') or failed_call('open');
    while (<$table>) { return pack('L', hex $1) if /^\S+\t0{8}\t([0-9A-F]{8})\t/; }
    return;
}

# Its address and that of the host. A container in which no client of DHCP runs asks for them now.
sub own_and_host {
    my ($socket) = @_;
    my ($hardware, $address) = own_addresses('eth0');
    my $host = gateway();
    return ($hardware, $address, $host) if length $address == 4 && defined $host;
    my $ask = sub { lease_for($socket, $hardware, "drill-$$", 5) };
    my $given = $ask->() || $ask->();
    return ($hardware, $given->{address}, $given->{54}) if $given && defined $given->{54};
    die { errno => POSIX::EADDRNOTAVAIL(), call => 'address of its own' };
}

%attempt = (
    %attempt,
    'net-neigh-set' => sub {
        any_of(\&rewrite, map { "/proc/sys/net/$_/neigh/eth0/mcast_solicit" } qw(ipv4 ipv6));
    },

    # On a device of its own, so that nothing passes the port of its bridge. Its frames reach the other end of the pair.
    'net-neighbours' => sub {
        my ($device, $peer) = ("drill$$", "drillp$$");
        wait_for_host('net-neighbours');
        my $namespace = eval { call('unshare', 0x40000000); 'in a network namespace of its own' };
        $namespace //= 'in its own network, since a further namespace failed: ' . ($! = $@->{errno});
        make_pair($device, $peer);
        my $text = eval {
            set_address($device, pack('C4', 10, 99, 0, 1), pack('C4', 255, 255, 0, 0));
            set_up($_) for $device, $peer;
            try_to_keep_entries($device);
            my ($sent, $error, $sockets) = send_to_absent();
            wait_for_host('net-neighbours');
            my $others = $error ? ', the others: ' . ($! = $error) : '';
            "$namespace; sent $sent of 3000 datagrams$others";
        };
        my $failure = $@;
        eval { remove_device($device) };
        die $failure if $failure;
        $text;
    },

    # Each frame from another port, to the port at which the host answers containers, and without a question.
    'net-connections' => sub {
        my $socket = frame_socket('eth0', 0x0800);
        my ($hardware, $address, $host) = own_and_host($socket);
        wait_for_host('net-connections');
        my $frame = "\xff" x 6 . $hardware . udp_frame($address, '', $host, 0, 53);
        my $sent = 0;
        for my $from (20_000 .. 31_999) {
            substr($frame, 34, 2) = pack('n', $from);
            $sent++ if defined send($socket, $frame, 0);
        }
        wait_for_host('net-connections');
        "sent $sent of 12000 frames, each from another port";
    },

    # What the server gave beside the first address is released once the host has looked. The guard of its port lets
    # twenty requests through, and then two a minute, of which its own client may have sent some: where it has an
    # address of its own, silence is what the guard does, and not the lack of a server.
    'net-leases' => sub {
        my $socket = frame_socket('eth0', 0x0800);
        my ($hardware, $own) = own_addresses('eth0');
        my (%given, $first);
        my $silent = 0;
        for my $client (map { "drill-$$-$_" } 1 .. 24) {
            # The server may look for three seconds whether somebody has the address, and the host may be busy.
            my $answer = lease_for($socket, $hardware, $client, 10);
            if (!$answer) { last if $first || $silent++; next; }
            $given{$client} = $answer if defined $answer->{53};
            $first //= $answer->{address};
        }
        $first //= $own;
        length $first == 4 or die { errno => POSIX::ETIMEDOUT(), call => 'DHCP' };
        wait_for_host('net-leases');
        for my $client (keys %given) {
            my $address = $given{$client}{address};
            release_lease($socket, $hardware, $client, $given{$client}) if $address ne $first && $address ne $own;
        }
        my %addresses = map { $_->{address} => 1 } values %given;
        'as ' . keys(%given) . ' of 24 clients it was given ' . keys(%addresses) . ' different addresses';
    },
);
