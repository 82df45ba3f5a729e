# SPDX-License-Identifier: Apache-2.0

# Attempts on what brings a program into a container, and on the cgroup that holds it.

sub running {
    opendir(my $folder, '/proc') or failed_call('opendir');
    return map { "/proc/$_" } grep { /^\d+$/ } readdir $folder;
}

# Paths that no container has belong to the host. The rest is its terminal, its own program, and nothing to write to.
sub is_own_descriptor {
    my ($target) = @_;
    return $target eq ''
        || $target =~ m{^/dev/(?:pts/\d+|null|console)$}
        || $target eq $script
        || $target =~ m{^/proc/\d+/fd$};
}

%attempt = (
    %attempt,
    # The host attaches commands meanwhile: until one of them runs its own program, it still runs the host's.
    'attach-exe' => sub {
        my %known = map { $_ => 1 } running();
        # What it meets shut: to the container's ids, or altogether.
        my ($late, $shut, $denial) = (0, 0, undef);
        # On a busy host it takes long until one is met.
        my $latest = time + 90;
        while ($shut < 3 && $late < 20 && time < $latest) {
            for my $entry (running()) {
                next if $known{$entry};
                if (sysopen(my $program, "$entry/exe", O_WRONLY)) { return "opened for writing what $entry runs"; }
                my $error = $! + 0;
                my $target = readlink("$entry/exe");
                next if $error == POSIX::ENOENT() || $error == POSIX::ESRCH();
                $known{$entry} = 1;
                # Its own programs are busy. With the host's program this may mean that only the moment was wrong, or
                # that it is a copy that is discarded afterwards.
                if (defined $target && $error == POSIX::ETXTBSY()) {
                    next if -e $target;
                    held('open of /proc/pid/exe', "what is brought in runs from a copy in memory: $target")
                        if $target =~ m{^/memfd:};
                    return "what is brought in runs from the host's own file $target, which is only busy";
                }
                $latest = time + 40 if !$denial;
                $denial = { errno => $error, call => 'open of /proc/pid/exe' };
                # It can be opened for the first milliseconds, until it changes its ids: who sees it came too late,
                # and tries the next ones. What SELinux denies is not even seen.
                if (-e "$entry/stat") { $late++ } else { $shut++ }
            }
        }
        die $denial if $denial;
        die { errno => POSIX::ESRCH(), call => 'search of /proc' };
    },
    'attach-fds' => sub {
        my @strange = map { "$_ -> $inherited{$_}" }
            grep { !is_own_descriptor($inherited{$_}) } sort { $a <=> $b } keys %inherited;
        my $folder = readlink('/proc/self/cwd') // '';
        push @strange, "its folder is $folder" if $folder !~ m{^/} || $folder =~ /unreachable/;
        return join('; ', @strange) if @strange;
        held('look at its descriptors', 'it was given its terminal and its own program, and begins in ' . $folder);
    },

    'cgroup-out' => sub {
        mounted('cgroup2', '', sub {
            my ($mount) = @_;
            # Only the root of all cgroups has no type: below any other, system.slice belongs to the container itself.
            my @host = -e "$mount/cgroup.type" ? () : ("$mount/system.slice");
            my ($place) = grep { -e "$_/cgroup.procs" } ("$mount/lxc.payload.$victim", @host);
            die { errno => POSIX::ENOENT(), call => 'search of the cgroup tree' } if !defined $place;
            write_to("$place/cgroup.procs", 0, $$);
        });
    },
    'limit-raise' => sub { rewrite('/sys/fs/cgroup/memory.max') },
);
