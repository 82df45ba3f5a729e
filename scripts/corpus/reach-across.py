#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Runs in the lab, as root: mounts objects of one container, open to everybody by their mode, in another one.

There it tries what the kernel has to deny because of the categories alone.

    reach-across.py ONE OTHER      two running containers of the shared domain; ONE tries to reach objects of OTHER
"""
import ctypes
import os
import re
import socket
import stat
import subprocess
import sys

libc = ctypes.CDLL(None, use_errno=True)
OPEN_TREE, MOVE_MOUNT = 428, 429
CLONE, NO_FOLLOW, FROM_DESCRIPTOR = 1, 0x100, 4

# A program that runs within the container: each access in a process of its own, so that the last one may execute
# another program.
TRIES = r"""
import os, socket
def opened(path, flags): os.close(os.open(path, flags | os.O_NONBLOCK))
def connected(): socket.socket(socket.AF_UNIX).connect('/srv/sock')
r, w, x = os.R_OK, os.W_OK, os.X_OK
for act in [
    *[lambda path=path, flags=flags: opened(path, flags)
      for path in ('/srv/file', '/srv/fifo')
      for flags in (os.O_RDONLY, os.O_WRONLY, os.O_WRONLY | os.O_APPEND, os.O_RDWR)],
    *[lambda path=path, mode=mode: os.access(path, mode)
      for path in ('/srv/program', '/srv/dir')
      for mode in (r, w, x, r | w, w | x, r | w | x)],
    *[lambda mode=mode: os.access('/srv/sock', mode) for mode in (r, w, r | w)],
    lambda: os.chmod('/srv/file', 0o777),
    lambda: os.listdir('/srv/dir'),
    lambda: os.stat('/srv/dir/file'),
    lambda: os.readlink('/srv/link'),
    connected,
    lambda: os.execv('/srv/program', ['program']),
]:
    if os.fork():
        os.wait()
        continue
    try:
        act()
    except OSError:
        pass
    os._exit(0)
"""

def call(number, *words):
    result = libc.syscall(number, *words)
    if result < 0:
        raise OSError(ctypes.get_errno(), f"system call {number}")
    return result

def make(folder, owner):
    """One object of each kind, and in the folder another one."""
    os.makedirs(f"{folder}/dir")
    for name in ("file", "program", "dir/file"):
        with open(f"{folder}/{name}", "w") as file:
            file.write("#!/bin/sh\n")
    os.mkfifo(f"{folder}/fifo")
    os.symlink("file", f"{folder}/link")
    with socket.socket(socket.AF_UNIX) as end:
        end.bind(f"{folder}/sock")
    for name in ("", "dir", "file", "program", "dir/file", "fifo", "link", "sock"):
        path = f"{folder}/{name}"
        if not stat.S_ISLNK(os.lstat(path).st_mode):
            os.chmod(path, 0o777)
        os.lchown(path, owner, owner)

def main(one, other):
    roots = {name: f"/var/lib/lxc/{name}/rootfs" for name in (one, other)}
    with open(f"/var/lib/lxc/{other}/config") as config:
        owner = int(re.search(r"^lxc.idmap = u 0 (\d+) ", config.read(), re.M)[1])
    source = f"{roots[other]}/srv/open"
    make(source, owner)
    names = ("dir", "file", "program", "fifo", "link", "sock")
    for name in names:
        os.close(os.open(f"{roots[one]}/srv/{name}", os.O_CREAT)) if name != "dir" else os.mkdir(f"{roots[one]}/srv/dir")
    trees = {name: call(OPEN_TREE, -100, f"{source}/{name}".encode(), CLONE | NO_FOLLOW | os.O_CLOEXEC) for name in names}
    pid = subprocess.run(["lxc-info", "-n", one, "-pH"], check=True, capture_output=True, text=True).stdout.strip()
    if os.fork() == 0:
        os.setns(os.open(f"/proc/{pid}/ns/mnt", os.O_RDONLY), os.CLONE_NEWNS)
        for name, tree in trees.items():
            call(MOVE_MOUNT, tree, b"", -100, f"/srv/{name}".encode(), FROM_DESCRIPTOR)
        os._exit(0)
    os.wait()
    subprocess.run(["lxc-attach", "-n", one, "--clear-env", "--", "/usr/bin/python3", "-c", TRIES], check=True)

main(*sys.argv[1:])
