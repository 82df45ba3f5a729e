# SPDX-License-Identifier: Apache-2.0

# Attempts on the victim's files, processes and IPC, on the kernel, on SELinux, on the network and on the limits.
my %attempt = (
    'file-read' => sub { text_of("$open/secret") },
    'file-list' => sub { opendir(my $folder, $open) or failed_call('opendir'); join ' ', sort readdir $folder },
    'file-write' => sub { write_to("$open/page", 0, 'the attacker was here') },
    'file-append' => sub { write_to("$open/log", O_APPEND, 'the attacker was here') },
    'file-create' => sub { write_to("$open/planted", O_CREAT | O_EXCL, 'the attacker was here') },
    'file-remove' => sub { unlink("$open/doomed") or failed_call('unlink'); 'removed it' },
    'file-rename' => sub { rename("$open/name", "$open/other-name") or failed_call('rename'); 'renamed it' },
    'file-execute' => sub {
        open(my $output, '-|', "$open/tool", 'run') or failed_call('execve');
        local $/;
        my $text = <$output>;
        defined $text ? $text : '';
    },
    'file-symlink' => sub {
        my $link = "/tmp/drill-link-$$";
        symlink("$open/secret", $link) or failed_call('symlink');
        my $text = eval { text_of($link) };
        my $error = $@;
        unlink $link;
        die $error if $error;
        $text;
    },
    'file-hardlink' => sub { link("$open/secret", "$open/link") or failed_call('link'); 'linked it' },
    'file-proc-root' => sub { text_of("/proc/self/root$open/secret") },
    'file-handle' => sub {
        my $handle = pack('LlLL', 8, 1, 2, 0);
        call('open_by_handle_at', fileno_of('/'), $handle, 0);
        'opened a file by its number alone';
    },

    # On a container in use: nothing is written, and only the size of what is read is reported.
    'own-list' => sub {
        opendir(my $folder, $tree) or failed_call('opendir');
        my @names = readdir $folder;
        'listed ' . @names . ' names';
    },
    'own-read' => sub { amount_of("$tree/etc/passwd") },
    'own-symlink' => sub {
        my $link = "/tmp/drill-link-$$";
        symlink("$tree/etc/passwd", $link) or failed_call('symlink');
        my $text = eval { amount_of($link) };
        my $error = $@;
        unlink $link;
        die $error if $error;
        $text;
    },
    'own-proc-root' => sub { amount_of("/proc/self/root$tree/etc/passwd") },
    'own-arguments' => sub { any_of_victim(sub { amount_of("$processes/$_[0]/cmdline") }) },
    'own-environ' => sub { any_of_victim(sub { amount_of("$processes/$_[0]/environ") }) },
    'own-root' => sub { any_of_victim(sub { amount_of("$processes/$_[0]/root/etc/passwd") }) },
    'own-memory' => sub {
        any_of_victim(sub {
            sysopen(my $memory, "$processes/$_[0]/mem", O_RDONLY) or failed_call('open');
            'opened its memory';
        });
    },
    # Signal 0 is checked like any other, and not delivered.
    'own-signal' => sub {
        any_of_victim(sub { call('pidfd_send_signal', fileno_of("$processes/$_[0]"), 0, 0, 0); 'could signal it' });
    },

    'process-see' => sub { any_of_victim(sub { with_secret(text_of("$processes/$_[0]/cmdline")) }) },
    'process-environ' => sub { any_of_victim(sub { with_secret(text_of("$processes/$_[0]/environ")) }) },
    'process-root' => sub { any_of_victim(sub { with_secret(text_of("$processes/$_[0]/root/srv/drill/secret")) }) },
    'process-memory' => sub {
        any_of_victim(sub {
            sysopen(my $memory, "$processes/$_[0]/mem", O_RDONLY) or failed_call('open');
            'opened its memory';
        });
    },
    'process-find' => sub { 'found it as ' . seen_here() },
    'process-signal' => sub {
        any_of_victim(sub { call('pidfd_send_signal', fileno_of("$processes/$_[0]"), 10, 0, 0); 'signalled it' });
    },
    'process-ptrace' => sub { my $id = seen_here(); call('ptrace', 16, $id + 0, 0, 0); 'traced it' },

    'ipc-abstract' => sub { unix_service("\0bulkhead-drill") },
    'ipc-socket' => sub { unix_service("$open/socket") },
    'ipc-fifo' => sub { text_of("$open/fifo") },
    'ipc-shared' => sub {
        my $id = shmget(0x44726c31, 0, 0);
        defined $id or failed_call('shmget');
        my $text = '';
        shmread($id, $text, 0, 64) or failed_call('shmat');
        $text;
    },
    'ipc-message' => sub {
        my $id = msgget(0x44726c31, 0);
        defined $id or failed_call('msgget');
        my $text = '';
        msgrcv($id, $text, 64, 0, 04000) or failed_call('msgrcv');
        substr($text, 8);
    },
    'ipc-semaphore' => sub {
        my $id = semget(0x44726c31, 0, 0);
        defined $id or failed_call('semget');
        semop($id, pack('s!s!s!', 0, 1, 04000)) or failed_call('semop');
        'changed it';
    },

    'kernel-module' => sub {
        my ($file, $options) = (fileno_of('/etc/hostname'), '');
        call('finit_module', $file, $options, 0);
        'loaded it';
    },
    'kernel-sysctl' => sub { rewrite('/proc/sys/kernel/panic') },
    'kernel-core' => sub { rewrite('/proc/sys/kernel/core_pattern') },
    'kernel-sysrq' => sub {
        sysopen(my $trigger, '/proc/sysrq-trigger', O_WRONLY) or failed_call('open');
        'opened it for writing';
    },
    # Flags that no kernel knows: they are rejected as invalid only where the process had the right to do it.
    'kernel-kexec' => sub { call('kexec_load', 0, 0, 0, 0x7ff0); 'loaded it' },
    # The first of the host's programs.
    'kernel-bpf' => sub {
        my $request = pack('L4', 0, 0, 0, 0);
        call('bpf', 11, $request, 16);
        'saw the programs of the host';
    },
    'kernel-perf' => sub {
        my $event = pack('LLQ', 1, 112, 0) . "\0" x 96;
        call('perf_event_open', $event, -1, 0, -1, 0);
        'counts on the whole processor';
    },
    'kernel-disk' => sub { node(0060000, disk()) },
    'kernel-memory' => sub { node(0020000, 1, 1) },
    'kernel-kcore' => sub {
        sysopen(my $memory, '/proc/kcore', O_RDONLY) or failed_call('open');
        "opened the kernel's memory";
    },
    'kernel-release' => sub { mounted('cgroup', 'rdma', sub { rewrite("$_[0]/release_agent") }) },
    'kernel-log' => sub { my $buffer = "\0" x 4096; call('syslog', 3, $buffer, 4096); "read the kernel's log" },
    'kernel-swap' => sub { my $path = '/srv/there-is-none'; call('swapon', $path, 0); 'added swap' },
    'kernel-debugfs' => sub { mounted('debugfs', '', sub { 'mounted it' }) },
    # A length of tick that no kernel takes.
    'kernel-clock' => sub {
        my $change = pack('LL', 0x4000, 0) . "\0" x 240;
        call('adjtimex', $change);
        'changed the clock';
    },

    'selinux-enforce' => sub { selinux_file('enforce') },
    'selinux-load' => sub { selinux_file('load', "\0") },
    'selinux-domain' => sub { write_to('/proc/self/attr/current', 0, "system_u:system_r:unconfined_t:$level") },
    'selinux-level' => sub { write_to('/proc/self/attr/exec', 0, "system_u:system_r:bulkhead_t:$level") },
    'selinux-relabel' => sub {
        my ($path, $name, $label) = ("$own-label", 'security.selinux', "system_u:object_r:bulkhead_file_t:$level\0");
        write_to($path, O_CREAT, 'mine');
        my $done = eval { call('setxattr', $path, $name, $label, length $label, 0); 1 };
        my $error = $@;
        unlink $path;
        die $error if !$done;
        "gave its own file the victim's label";
    },

    'net-victim' => sub { loopback_service(7331) },
    'net-host' => sub { loopback_service($port) },
    'net-lxc' => sub { unix_service("\0/var/lib/lxc/$victim/command") },
    # The victim says its secret on its loopback ten times a second.
    'net-sniff' => sub {
        socket(my $socket, 17, SOCK_RAW, 0x0300) or failed_call('socket');
        setsockopt($socket, SOL_SOCKET, SO_RCVTIMEO, pack('l!l!', 0, 200_000));
        my $end = time + 2;
        while (time < $end) {
            my $frame = '';
            defined(recv($socket, $frame, 2048, 0)) or next;
            return $frame if index($frame, $marker) >= 0;
        }
        die { errno => POSIX::ETIMEDOUT(), call => 'recv' };
    },

    'limit-tasks' => sub { fork_bomb() },
    'limit-cpu' => sub {
        my $end = time + 2;
        my @spinners = map {
            my $child = fork;
            if (defined $child && $child == 0) { 1 while time < $end; POSIX::_exit(0); }
            $child;
        } 1 .. 3;
        waitpid($_, 0) for grep { defined } @spinners;
        'used what it got for two seconds';
    },
    # By a variable: of two constants perl would make it when it reads the program, and be killed before it has begun.
    'limit-memory' => sub { my $size = 400 << 20; my $hoard = 'x' x $size; 'took ' . length($hoard) . ' bytes' },
    'limit-files' => sub {
        my $chunk = 'x' x (1 << 20);
        sysopen(my $file, $fill, O_WRONLY | O_CREAT) or failed_call('open');
        for (1 .. 400) { defined(syswrite($file, $chunk)) or failed_call('write') }
        'filled 400 MiB';
    },
    # Twice what its layer may hold, in a file without a name, which is removed with this process. It is kept until the
    # host has looked.
    'limit-disk' => sub {
        my ($path, $piece) = ("/var/tmp/drill-disk-$$", 8 << 20);
        sysopen(my $file, $path, O_WRONLY | O_CREAT | O_EXCL, 0600) or failed_call('open');
        unlink $path or failed_call('unlink');
        my $all = eval { call('fallocate', fileno $file, 0, $_ * $piece, $piece) for 0 .. 31; 1 };
        my $end = $@;
        wait_for_host('limit-disk');
        $all or die $end;
        'took ' . (32 * $piece >> 20) . ' MiB';
    },
);

my @kept;
sub fileno_of {
    my ($path) = @_;
    sysopen(my $file, $path, O_RDONLY) or failed_call('open');
    push @kept, $file;
    return fileno $file;
}

# The disk below the container's root, or the first that the kernel names.
sub disk {
    open(my $table, '<', '/proc/partitions') or failed_call('open');
    while (<$table>) { return ($1, $2) if /^\s*(\d+)\s+(\d+)\s+\d+\s+[a-z]/; }
    return (8, 0);
}

# Says that it waits, and goes on with a line from the host, or at the end of its input.
sub wait_for_host {
    my ($name) = @_;
    line($name, 'waits', 0, '', '');
    <STDIN>;
}

sub line { print join("\t", map { unpack('H*', defined $_ ? "$_" : '') } @_), "\n"; }

sub first_line { my ($path) = @_; my $text = eval { text_of($path) } // ''; $text =~ s/[\0\n].*//s; return $text; }

