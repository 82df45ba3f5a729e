# SPDX-License-Identifier: Apache-2.0

# Attempts that reach the host by another way than its network, or by the network under another identity.

sub machine_service {
    my ($machine) = @_;
    socket(my $socket, 40, SOCK_STREAM, 0) or failed_call('socket');
    return "reached machine $machine" if connect($socket, pack('SSLLCx3', 40, 0, $port, $machine, 0));
    return "machine $machine: $!";
}

# By ioctl, of the network that is the container's own: its hardware address, and its address or an empty text.
sub own_addresses {
    my ($name) = @_;
    socket(my $socket, AF_INET, SOCK_DGRAM, 0) or failed_call('socket');
    my $request = pack('a16 x24', $name);
    ioctl($socket, 0x8927, $request) or failed_call('ioctl');
    my $hardware = substr($request, 18, 6);
    my $other = pack('a16 x24', $name);
    return ($hardware, ioctl($socket, 0x8915, $other) ? substr($other, 20, 4) : '');
}

sub device_index {
    my ($name) = @_;
    socket(my $socket, AF_INET, SOCK_DGRAM, 0) or failed_call('socket');
    ioctl($socket, 0x8933, my $request = pack('a16 x24', $name)) or failed_call('ioctl');
    return unpack('l', substr($request, 16, 4));
}

# Sends frames of a device as they are, and receives those of a protocol, unless it is 0.
sub frame_socket {
    my ($name, $protocol) = @_;
    socket(my $socket, 17, SOCK_RAW, 0) or failed_call('socket');
    bind($socket, pack('SnlSCC x8', 17, $protocol, device_index($name), 0, 0, 0)) or failed_call('bind');
    return $socket;
}

sub sum_of {
    my ($bytes) = @_;
    my $sum = 0;
    $sum += $_ for unpack('n*', $bytes);
    $sum = ($sum & 0xffff) + ($sum >> 16) while $sum >> 16;
    return ~$sum & 0xffff;
}

sub udp_frame {
    my ($from, $text, $to, $port, $other_port) = @_;
    my $packet = pack('n4', $port // 4000, $other_port // 4001, 8 + length $text, 0) . $text;
    my $head = pack('CCnnnCCn', 0x45, 0, 20 + length $packet, 1, 0, 64, 17, 0) . $from . ($to // "\xff" x 4);
    substr($head, 10, 2) = pack('n', sum_of($head));
    return pack('n', 0x0800) . $head . $packet;
}

sub arp_frame {
    my ($hardware, $address, $text) = @_;
    return pack('nnnCCn', 0x0806, 1, 0x0800, 6, 4, 2) . $hardware . $address . "\xff" x 6 . $address . $text;
}

# To all nodes of the link. The checksum is wrong, so that no node acts on it.
sub icmp6_frame {
    my ($from, $kind, $text) = @_;
    my $packet = pack('CCn', $kind, 0, 0) . "\0" x 12 . $text;
    return pack('nNnCC', 0x86dd, 6 << 28, length $packet, 58, 255)
        . $from
        . pack('H32', 'ff020000000000000000000000000001')
        . $packet;
}

sub link_local {
    my ($hardware) = @_;
    return pack('H16', 'fe80000000000000')
        . (substr($hardware, 0, 1) ^ "\2")
        . substr($hardware, 1, 2)
        . "\xff\xfe"
        . substr($hardware, 3);
}

%attempt = (
    %attempt,
    'socket-vsock' => sub {
        my $text = socket_of(40, SOCK_STREAM, 0);
        # The host begins to listen now that its kernel has the family.
        wait_for_host('socket-vsock');
        join '; ', $text, map { machine_service($_) } 2, 1;
    },

    # Each frame has a word that says what is false of it; the last is true.
    'net-spoof' => sub {
        my ($own, $address) = own_addresses('eth0');
        my $other = substr($own, 0, 5) . (substr($own, 5) ^ "\x55");
        # One for documentation where it has none itself: any is another's then.
        my $others = length $address == 4 ? substr($address, 0, 3) . (substr($address, 3) ^ "\x55") : "\xc0\0\2\x4d";
        my ($mine, $theirs) = (link_local($own), link_local($other));
        my $word = sub { "=drill-$port-$_[0]=" };
        my @frames = (
            [$other, icmp6_frame($mine, 128, $word->('mac'))],
            [$own, udp_frame($others, $word->('address'))],
            [$own, arp_frame($own, $others, $word->('arp'))],
            [$own, icmp6_frame($theirs, 128, $word->('six'))],
            [$own, icmp6_frame($mine, 134, $word->('router'))],
            [$own, icmp6_frame($mine, 128, $word->('truth'))],
        );
        my $socket = frame_socket('eth0', 0);
        for my $frame (@frames) {
            defined(send($socket, "\xff" x 6 . $frame->[0] . $frame->[1], 0)) or failed_call('send');
        }
        'sent ' . @frames . ' frames';
    },
);
