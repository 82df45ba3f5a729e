#!/usr/bin/perl
# SPDX-License-Identifier: Apache-2.0
# The attacker of the isolation drill, run as root inside a throw-away container. It makes each requested attempt in a
# process of its own with the attempt's name, and writes a line for each: how far it came, and what stopped it. It does
# not judge: the host does that, from these lines together with what the kernel logged and counted there.
#
#   attacker.pl VICTIM LEVEL PORT KEY FILESYSTEM ADDRESS ATTEMPT...
#
# VICTIM is the other container's name, LEVEL its SELinux level, PORT a service on the host's loopback, KEY the number
# of a key of the victim, FILESYSTEM a file system whose module the host has and has not loaded, ADDRESS that of the
# victim, or an empty text. An attempt that would do harm if it succeeded is made harmless: it writes the value that it
# has read, or gives an argument that is rejected right after the check.
#
# The text of the program is this file, then attempts.pl, kernel.pl, attach.pl, network.pl, tables.pl and surface.pl
# with the attempts, then run.pl, which makes them.
use strict;
use warnings;
use Fcntl qw(:DEFAULT);
use POSIX ();
use Socket;

my $tree = '/srv/victim';
my $open = "$tree/srv/drill";
my $processes = '/srv/victim-proc';
my $own = '/dev/drill';
my $fill = '/dev/shm/drill-fill';
my $marker = 'drill-secret-';
# Seconds after which an attempt is ended that has not come to an end: on a busy host it may take much longer than on an
# idle one.
my $deadline = 240;

# The descriptors that this process inherited, before it opens any itself.
my %inherited = map { $_ => readlink("/proc/self/fd/$_") // '' } descriptors();
my $script = $0;

my ($victim, $level, $port, $key, $filesystem, $address, @attempts) = @ARGV;
$| = 1;

my %calls_of = (
    x86_64 => {
        mount => 165, umount => 166, swapon => 167, syslog => 103, adjtimex => 159, mknodat => 259, setxattr => 188,
        ptrace => 101, kexec_load => 246, perf_event_open => 298, open_by_handle_at => 304, process_vm_readv => 310,
        finit_module => 313, bpf => 321, pidfd_send_signal => 424,
        unshare => 272, splice => 275, setns => 308, pidfd_open => 434, pidfd_getfd => 438, fsopen => 430,
        fsconfig => 431, keyctl => 250, getxattr => 191, io_uring_setup => 425, userfaultfd => 323, memfd_secret => 447,
        fanotify_init => 300, fallocate => 285,
    },
    aarch64 => {
        mount => 40, umount => 39, swapon => 224, syslog => 116, adjtimex => 171, mknodat => 33, setxattr => 5,
        ptrace => 117, kexec_load => 104, perf_event_open => 241, open_by_handle_at => 265, process_vm_readv => 270,
        finit_module => 273, bpf => 280, pidfd_send_signal => 424,
        unshare => 97, splice => 76, setns => 268, pidfd_open => 434, pidfd_getfd => 438, fsopen => 430,
        fsconfig => 431, keyctl => 219, getxattr => 8, io_uring_setup => 425, userfaultfd => 282, memfd_secret => 447,
        fanotify_init => 262, fallocate => 47,
    },
);
my $number = $calls_of{ (POSIX::uname())[4] } || {};

sub descriptors { opendir(my $folder, '/proc/self/fd') or return; return grep { /^\d+$/ } readdir $folder; }

sub failed_call { my ($call) = @_; die { errno => $! + 0, call => $call }; }

# The attempt was made, and did not have the wanted effect.
sub held { my ($call, $words) = @_; die { held => $words, call => $call }; }

sub call {
    my ($name, @arguments) = @_;
    defined $number->{$name} or die { errno => POSIX::ENOSYS(), call => $name };
    my $result = syscall($number->{$name}, @arguments);
    $result >= 0 or failed_call($name);
    return $result;
}

sub text_of {
    my ($path) = @_;
    sysopen(my $file, $path, O_RDONLY) or failed_call('open');
    my $text = '';
    defined(sysread($file, $text, 65536)) or failed_call('read');
    return $text;
}

sub write_to {
    my ($path, $flags, $text) = @_;
    sysopen(my $file, $path, O_WRONLY | $flags, 0666) or failed_call('open');
    defined(syswrite($file, $text)) or failed_call('write');
    return "wrote $path";
}

# Writes what is there already.
sub rewrite { my ($path) = @_; my $text = text_of($path); return write_to($path, 0, $text); }

# Like text_of, but reports only the size and not the content: the file belongs to a container in use.
sub amount_of { my ($path) = @_; return 'read ' . length(text_of($path)) . ' bytes'; }

sub folder { my ($path) = @_; -d $path or mkdir($path) or failed_call('mkdir'); return $path; }

# To be connected is to be through: what the victim then says is up to it.
sub unix_service {
    my ($name) = @_;
    socket(my $socket, AF_UNIX, SOCK_STREAM, 0) or failed_call('socket');
    connect($socket, pack_sockaddr_un($name)) or failed_call('connect');
    return 'connected';
}

sub loopback_service { my ($service) = @_; return service_at('127.0.0.1', $service); }

sub service_at {
    my ($where, $service) = @_;
    socket(my $socket, AF_INET, SOCK_STREAM, 0) or failed_call('socket');
    # Who drops what is sent to it would keep it waiting for minutes.
    setsockopt($socket, SOL_SOCKET, SO_SNDTIMEO, pack('l!l!', 10, 0));
    setsockopt($socket, SOL_SOCKET, SO_RCVTIMEO, pack('l!l!', 10, 0));
    if (!connect($socket, pack_sockaddr_in($service, inet_aton($where)))) {
        $! = POSIX::ETIMEDOUT() if $! == POSIX::EINPROGRESS();
        failed_call('connect');
    }
    my $text = '';
    defined(sysread($socket, $text, 4096)) or failed_call('read');
    return $text;
}

# Mounts a kernel file system, does the work on it, and takes it away.
sub mounted {
    my ($type, $options, $work) = @_;
    my ($source, $target, $kind, $data) = ($type, folder("$own-mount"), $type, $options);
    my $is_mounted = 0;
    my $result = eval { call('mount', $source, $target, $kind, 0, $data); $is_mounted = 1; $work->($target) };
    my $error = $@;
    eval { call('umount', $target, 2) } if $is_mounted;
    rmdir $target;
    die $error if $error;
    return $result;
}

# selinuxfs where the container has it, or else a mount of its own. Without a text what is there is written again.
sub selinux_file {
    my ($name, $text) = @_;
    my $write = sub { my $path = "$_[0]/$name"; defined $text ? write_to($path, 0, $text) : rewrite($path) };
    return $write->('/sys/fs/selinux') if -e "/sys/fs/selinux/$name";
    return mounted('selinuxfs', '', $write);
}

sub node {
    my ($mode, $major, $minor) = @_;
    my $path = "/tmp/drill-node-$$";
    call('mknodat', -100, $path, $mode | 0600, ($major << 8) | $minor);
    my $could_open = sysopen(my $device, $path, O_RDONLY);
    my $error = $! + 0;
    unlink $path;
    return 'made and opened the node' if $could_open;
    die { errno => $error, call => 'open' };
}

# Ids of the victim's processes, as its own /proc numbers them, which is reachable by path; its init only where there is
# no other.
sub victim_processes {
    opendir(my $folder, $processes) or failed_call('opendir');
    my @ids = sort { $a <=> $b } grep { /^\d+$/ && $_ > 1 } readdir $folder;
    @ids = (1) if !@ids && -d "$processes/1";
    return @ids if @ids;
    die { errno => POSIX::ESRCH(), call => 'readdir' };
}

# Tries each of the victim's processes until one allows it; the last denial is the attempt's.
sub any_of_victim {
    my ($work) = @_;
    my $denial;
    for my $id (victim_processes()) {
        my $result = eval { $work->($id) };
        return $result if defined $result;
        $denial = $@ if ref $@;
    }
    die $denial if $denial;
    return 'nothing of the secret in it';
}

sub with_secret { my ($text) = @_; return index($text, $marker) >= 0 ? $text : undef; }

# The numbers of this container's own processes are not the victim's: looks for the secret in every process that can be
# seen here.
sub seen_here {
    opendir(my $folder, '/proc') or failed_call('opendir');
    for my $id (grep { /^\d+$/ } readdir $folder) {
        my $text = eval { text_of("/proc/$id/environ") };
        return $id if defined $text && index($text, $marker) >= 0;
    }
    die { errno => POSIX::ESRCH(), call => 'search of /proc' };
}

# Also takes note of their end: the first process of a container that only waits would not.
sub end_all { my (@children) = @_; kill 'KILL', @children; waitpid($_, 0) for @children; }

sub fork_bomb {
    my $most = 400;
    my @children;
    while (@children < $most) {
        my $child = fork;
        if (!defined $child) {
            my $error = $! + 0;
            end_all(@children);
            die { errno => $error, call => 'fork, after ' . scalar(@children) . ' processes' };
        }
        if ($child == 0) { sleep $deadline; POSIX::_exit(0); }
        push @children, $child;
    }
    end_all(@children);
    return "began $most processes";
}
