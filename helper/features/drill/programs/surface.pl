# SPDX-License-Identifier: Apache-2.0

# What of the kernel a container can reach at all. Each is created and closed.
%attempt = (
    %attempt,
    'surface-uring' => sub {
        my $parameters = "\0" x 120;
        POSIX::close(call('io_uring_setup', 1, $parameters));
        'made a ring';
    },
    # Faults of the process itself only, which needs no privilege.
    'surface-uffd' => sub { POSIX::close(call('userfaultfd', 1)); 'made a descriptor' },
    # A program of two instructions: return 0.
    'surface-bpf' => sub {
        my $program = pack('CCsl', 0xb7, 0, 0, 0) . pack('CCsl', 0x95, 0, 0, 0);
        my $license = "GPL\0";
        my $request = pack('LLPPLLP', 1, 2, $program, $license, 0, 0, undef) . "\0" x 80;
        POSIX::close(call('bpf', 5, $request, 48));
        'loaded a program';
    },
    'surface-perf' => sub {
        my $event = pack('LLQ', 1, 112, 1) . "\0" x 24 . pack('Q', 0x60) . "\0" x 64;
        POSIX::close(call('perf_event_open', $event, 0, -1, -1, 0));
        'counts events of its own';
    },
    'surface-userns' => sub { call('unshare', 0x10000000); 'created a user namespace in its own' },
    'surface-netns' => sub { call('unshare', 0x40000000); 'created a network namespace beside its own' },
    'surface-secret' => sub { POSIX::close(call('memfd_secret', 0)); 'made memory that the kernel does not map' },
    'surface-notify' => sub { POSIX::close(call('fanotify_init', 0x200, 0)); 'watches files' },
    'surface-keys' => sub { call('keyctl', 0, -2, 1); 'has a keyring of the kernel' },
    'surface-packet' => sub { socket_of(17, SOCK_RAW, 0x0300) },
    'surface-address' => sub { service_at($address, 7331) },
    'surface-audit' => sub { socket_of(16, SOCK_RAW, 9) },
);
