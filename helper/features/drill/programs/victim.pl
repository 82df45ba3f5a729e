#!/usr/bin/perl
# SPDX-License-Identifier: Apache-2.0
# The victim of the isolation drill, as init of a throw-away container or as a service in it: holds a secret in every place where a careless
# container would leave one open to all, and does nothing else.
#
#   victim.pl SECRET
use strict;
use warnings;
use POSIX ();
use Socket;

my ($secret) = @ARGV;
my $open = '/srv/drill';
my $key = 0x44726c31;
umask 0;

# Answers each connection with the secret.
sub serve {
    my ($listener) = @_;
    listen($listener, 16) or die "listen: $!";
    return if fork;
    while (accept(my $client, $listener)) { syswrite($client, $secret); close $client; }
    POSIX::_exit(1);
}

sub unix_listener {
    my ($name) = @_;
    socket(my $socket, AF_UNIX, SOCK_STREAM, 0) or die;
    bind($socket, pack_sockaddr_un($name)) or die "bind: $!";
    return $socket;
}

unlink "$open/socket", "$open/fifo";
serve(unix_listener("\0bulkhead-drill"));
serve(unix_listener("$open/socket"));

# As init it has no network but its loopback, which is not up yet.
socket(my $configuration, AF_INET, SOCK_DGRAM, 0) or die "socket: $!";
ioctl($configuration, 0x8914, my $request = pack('a16 s x22', 'lo', 1)) or die "ioctl: $!";

socket(my $listener, AF_INET, SOCK_STREAM, 0) or die "socket: $!";
setsockopt($listener, SOL_SOCKET, SO_REUSEADDR, 1);
bind($listener, pack_sockaddr_in(7331, INADDR_ANY)) or die "bind: $!";
serve($listener);

POSIX::mkfifo("$open/fifo", 0777) or die "mkfifo: $!";
if (!fork) {
    $SIG{PIPE} = 'IGNORE';
    while (open(my $fifo, '>', "$open/fifo")) { syswrite($fifo, $secret); close $fifo; }
    POSIX::_exit(1);
}

my $memory = shmget($key, 4096, 01666) // die "shmget: $!";
shmwrite($memory, $secret, 0, length $secret) or die "shmwrite: $!";
my $queue = msgget($key, 01666) // die "msgget: $!";
msgsnd($queue, pack('l! a*', 1, $secret), 04000) for 1 .. 4;
defined(semget($key, 1, 01666)) or die "semget: $!";

# A key that every user may read. Keys are in no namespace, and this one lives as long as this process.
my %calls_of = (x86_64 => [248, 250], aarch64 => [217, 219]);
my ($add_key, $keyctl) = @{ $calls_of{ (POSIX::uname())[4] } // [] };
if (defined $add_key) {
    my ($kind, $name) = ('user', 'bulkhead-drill');
    my $number = syscall($add_key, $kind, $name, $secret, length $secret, -2);
    if ($number > 0 && syscall($keyctl, 5, $number, 0x3f3f3f3f) == 0) {
        open(my $file, '>', "$open/key") or die "open: $!";
        print $file $number;
        close $file;
    }
}

# Its heartbeat, with the secret in it, on its own loopback.
if (!fork) {
    socket(my $socket, AF_INET, SOCK_DGRAM, 0) or die "socket: $!";
    for (;;) {
        send($socket, $secret, 0, pack_sockaddr_in(7332, inet_aton('127.0.0.1')));
        select(undef, undef, undef, 0.1);
    }
}

# A process that has the secret in its arguments and in its environment.
if (!fork) {
    $ENV{DRILL_SECRET} = $secret;
    exec '/usr/bin/perl', '-e', 'sleep 1 while 1', $secret;
}

open(my $ready, '>', "$open/ready") or die "open: $!";
close $ready;
for (;;) { sleep 1 if wait == -1; }
