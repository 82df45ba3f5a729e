# SPDX-License-Identifier: Apache-2.0
# How this process is confined, as it finds it itself.
sub circumstances {
    my $status = eval { text_of('/proc/self/status') } // '';
    my %field = $status =~ /^(CapEff|CapBnd|Seccomp|NoNewPrivs):\s*(\S+)/mg;
    line('self', first_line('/proc/self/attr/current'), $field{CapEff}, $field{CapBnd}, $field{Seccomp},
        map { readlink("/proc/self/ns/$_") || '' } qw(user pid net ipc mnt cgroup));
}

# Where memory runs out, this process is ended for it, and not the one that tries the next attempt.
sub expendable { open(my $file, '>', '/proc/self/oom_score_adj') or return; syswrite($file, '1000'); }

sub try {
    my ($name) = @_;
    my $act = $attempt{$name} or return line($name, 'unknown', 0, '', '');
    pipe(my $reader, my $writer) or die "pipe: $!";
    my $child = fork;
    return line($name, 'denied', $! + 0, 'fork', '') if !defined $child;
    if ($child == 0) {
        close $reader;
        $0 = $name;
        expendable() if $name =~ /^limit-/;
        alarm $deadline;
        my $result = eval { $act->() };
        my $denial = $@;
        open(STDOUT, '>&', $writer);
        if (defined $result) { line($name, 'done', 0, '', substr($result, 0, 512)); }
        elsif (ref $denial && defined $denial->{held}) {
            line($name, 'held', 0, $denial->{call}, substr($denial->{held}, 0, 512));
        }
        elsif (ref $denial) { line($name, 'denied', $denial->{errno}, $denial->{call}, ''); }
        else { line($name, 'failed', 0, '', substr("$denial", 0, 512)); }
        $| = 1;
        POSIX::_exit(0);
    }
    close $writer;
    local $/;
    my $said = <$reader>;
    waitpid($child, 0);
    my $signal = $? & 127;
    print $said if defined $said;
    line($name, 'killed', $signal, '', '') if $signal;
}

circumstances();
for my $name (@attempts) {
    try($name);
    unlink $fill;
}
line('end');
