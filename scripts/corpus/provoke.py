#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Runs in the lab, as root in a domain that may change to any other, and tries accesses in many domains.

Each access is tried in a process of its own, so that the kernel really denies it. Those that are allowed do no harm:
files belong to this program, signals are 0, times and names are set to what they are.
"""
import ctypes
import mmap
import os
import signal
import socket
import sys

PLACE = "/var/tmp/corpus"
libc = ctypes.CDLL(None, use_errno=True)

def read(path):
    os.close(os.open(path, os.O_RDONLY | os.O_NONBLOCK))

def write(path):
    os.close(os.open(path, os.O_WRONLY | os.O_NONBLOCK))

def make(folder):
    path = f"{folder}/corpus-{os.getpid()}"
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
    os.unlink(path)

def bind(kind, port):
    with socket.socket(socket.AF_INET, kind) as end:
        end.bind(("127.0.0.1", port))

def connect(port):
    with socket.socket() as end:
        end.settimeout(0.2)
        end.connect(("127.0.0.1", port))

def local(path):
    with socket.socket(socket.AF_UNIX) as end:
        end.connect(path)

def opened(family, kind, protocol=0):
    socket.socket(family, kind, protocol).close()

def settime():
    libc.settimeofday(None, ctypes.byref((ctypes.c_int * 2)(0, 0)))

ACTS = [
    *[(f"read {path}", lambda path=path: read(path)) for path in (
        "/etc/shadow", "/etc/passwd", "/var/log/audit/audit.log", "/root/.bashrc", "/etc/ssh/ssh_host_ed25519_key",
        "/dev/vda", "/dev/mem", "/dev/kmsg", "/proc/1/environ", "/proc/kcore", "/etc/selinux/config",
        "/sys/fs/selinux/policy", "/var/lib/bulkhead/bulkhead.db", "/boot/grub/grub.cfg", f"{PLACE}/other-container",
        f"{PLACE}/web-content", f"{PLACE}/home-file", f"{PLACE}/plain")],
    *[(f"write {path}", lambda path=path: write(path)) for path in (
        "/etc/hosts", "/proc/sys/kernel/hostname", "/sys/fs/selinux/load", "/usr/bin/true", f"{PLACE}/web-content",
        f"{PLACE}/other-container", "/dev/tty1")],
    *[(f"list {path}", lambda path=path: os.listdir(path)) for path in (
        "/root", "/home/operator", "/var/lib/lxc", "/var/log", "/tmp", "/var/spool/cron", "/boot",
        f"{PLACE}/other-folder")],
    *[(f"make {path}", lambda path=path: make(path)) for path in (
        "/etc", "/usr/local/bin", "/var/www", "/tmp", "/run", "/var/lib")],
    *[(f"bind {port}", lambda port=port: bind(socket.SOCK_STREAM, port)) for port in (
        22, 23, 53, 80, 631, 3306, 5432, 8081, 8443, 10050, 61234)],
    *[(f"bind udp {port}", lambda port=port: bind(socket.SOCK_DGRAM, port)) for port in (53, 67, 123, 514)],
    *[(f"connect {port}", lambda port=port: connect(port)) for port in (22, 25, 80, 389, 3306, 5432, 6379, 8080)],
    *[(f"local {path}", lambda path=path: local(path)) for path in ("/run/dbus/system_bus_socket", "/run/bulkhead/helper.sock")],
    ("raw socket", lambda: opened(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP)),
    ("packet socket", lambda: opened(socket.AF_PACKET, socket.SOCK_RAW)),
    ("audit socket", lambda: opened(socket.AF_NETLINK, socket.SOCK_RAW, 9)),
    ("route socket", lambda: opened(socket.AF_NETLINK, socket.SOCK_RAW, 0)),
    ("signal", lambda: os.kill(1, 0)),
    ("trace", lambda: libc.ptrace(16, 1, None, None)),
    ("execute memory", lambda: mmap.mmap(-1, 4096, prot=7)),
    ("change root", lambda: os.chroot("/")),
    ("set time", settime),
    ("set name", lambda: socket.sethostname(socket.gethostname())),
    ("device node", lambda: os.mknod(f"{PLACE}/open/node-{os.getpid()}", 0o020600, os.makedev(1, 3))),
    ("mount", lambda: libc.mount(b"none", PLACE.encode(), b"tmpfs", 0, None)),
    ("load a module", lambda: libc.syscall(175, b"", 0, b"")),
    ("raise priority", lambda: os.setpriority(os.PRIO_PROCESS, 0, -1)),
    ("own another's file", lambda: os.chown(f"{PLACE}/open/file", 1000, 1000)),
    ("run a shell", lambda: os.execv("/bin/sh", ["sh", "-c", "exit"])),
    ("run ssh", lambda: os.execv("/usr/bin/ssh", ["ssh", "-V"])),
]

def attempt(context, act):
    child = os.fork()
    if child:
        os.waitpid(child, 0)
        return
    # Ends an access that hangs.
    signal.alarm(5)
    try:
        with open("/proc/self/attr/current", "w") as current:
            current.write(context)
        act()
    except OSError:
        pass
    os._exit(0)

for domain in sys.argv[1:]:
    for name, act in ACTS:
        attempt(domain, act)
