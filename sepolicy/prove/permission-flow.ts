// SPDX-License-Identifier: Apache-2.0
/**
 * Says in which direction information passes by each permission. This is derived from what the kernel does after it has
 * checked the permission (security/selinux/hooks.c and include/classmap.h of Linux 6.12), and, for classes of programs
 * of the host, from what their manuals say. What only names, opens or creates an object without a change that another
 * can see, such as `open` and `map`, passes nothing by itself: reading and writing are asked besides.
 */

export interface Direction {
  /** The process learns something of the object. */
  readonly reads: boolean;
  /** The process changes something that others can learn by the object. */
  readonly writes: boolean;
}

const read = { reads: true, writes: false } as const;
const write = { reads: false, writes: true } as const;
const both = { reads: true, writes: true } as const;
const none = { reads: false, writes: false } as const;

/** The permissions of a class by direction; those in none of the lists are unknown. */
interface Flow {
  readonly read?: string;
  readonly write?: string;
  readonly both?: string;
  readonly none?: string;
}

const file: Flow = {
  read: 'read getattr execute execute_no_trans entrypoint relabelfrom watch watch_mount watch_sb watch_reads search',
  write:
    'write append create setattr unlink link rename relabelto quotaon swapon mounton add_name remove_name reparent rmdir',
  both: 'ioctl lock watch_with_perm',
  none: 'map open audit_access execmod',
};

/** A link is followed and never opened, so that there is nothing to lock. */
const link: Flow = { ...file, both: 'watch_with_perm', none: 'map open audit_access execmod ioctl lock' };

const socket: Flow = {
  read: 'read getattr accept getopt recvfrom recv_msg relabelfrom nlmsg_read nlmsg_readpriv',
  write: 'write append setattr bind connect listen setopt shutdown sendto send_msg relabelto nlmsg_write nlmsg_relay',
  // An address that is taken shows itself to every program that asks for it; a connection passes both ways.
  both: 'ioctl lock name_bind node_bind name_connect connectto newconn acceptfrom association attach_queue nlmsg nlmsg_tty_audit',
  none: 'create map',
};

const ipc: Flow = {
  read: 'getattr read unix_read',
  write: 'create destroy setattr write unix_write enqueue',
  both: 'associate lock',
};

/** These permissions are about the process itself: no object is read or written by having them. */
const capabilities: Flow = {
  none:
    'chown dac_override dac_read_search fowner fsetid kill setgid setuid setpcap linux_immutable net_bind_service ' +
    'net_broadcast net_admin net_raw ipc_lock ipc_owner sys_module sys_rawio sys_chroot sys_ptrace sys_pacct sys_admin ' +
    'sys_boot sys_nice sys_resource sys_time sys_tty_config mknod lease audit_write audit_control setfcap mac_override ' +
    'mac_admin syslog wake_alarm block_suspend audit_read perfmon bpf checkpoint_restore epolwakeup',
};

const networkObject: Flow = {
  read: 'tcp_recv udp_recv rawip_recv dccp_recv recvfrom ingress recv flow_in forward_in',
  write:
    'tcp_send udp_send rawip_send dccp_send sendto egress send flow_out forward_out relabelto enforce_dest setcontext',
  both: 'polmatch',
};

const flows: Readonly<Record<string, Flow>> = {
  ...Object.fromEntries(
    ['file', 'dir', 'chr_file', 'blk_file', 'sock_file', 'fifo_file', 'anon_inode'].map((name) => [name, file]),
  ),
  ...Object.fromEntries(['ipc', 'sem', 'shm', 'msgq'].map((name) => [name, ipc])),
  ...Object.fromEntries(['capability', 'capability2', 'cap_userns', 'cap2_userns'].map((name) => [name, capabilities])),
  ...Object.fromEntries(['netif', 'node', 'packet', 'peer', 'association'].map((name) => [name, networkObject])),
  lnk_file: link,
  socket,
  msg: { read: 'receive', write: 'send' },
  process: {
    read: 'signull getsched getsession getpgid getcap getattr getrlimit',
    write: 'sigchld sigkill sigstop signal setsched setpgid setcap setrlimit siginh rlimitinh noatsecure',
    both: 'transition dyntransition ptrace share',
    none: 'fork setexec setfscreate setcurrent execmem execstack execheap setkeycreate setsockcreate',
  },
  // Each is asked beside a transition.
  process2: { none: 'nnp_transition nosuid_transition' },
  fd: { both: 'use' },
  key: { read: 'view read search', write: 'write setattr create', both: 'link' },
  filesystem: {
    read: 'getattr quotaget relabelfrom watch',
    write: 'mount remount unmount relabelto quotamod',
    // `associate` is asked of a file's label, and of no process.
    none: 'associate transition',
  },
  system: {
    read: 'ipc_info syslog_read status',
    write: 'syslog_mod syslog_console module_request module_load halt reboot start stop enable disable reload',
    both: 'undefined',
  },
  security: {
    read: 'compute_av compute_create compute_member check_context compute_relabel compute_user read_policy validate_trans',
    write: 'load_policy setenforce setbool setsecparam setcheckreqprot',
  },
  bpf: { read: 'map_read', write: 'map_create map_write prog_load', both: 'prog_run' },
  perf_event: { read: 'open cpu kernel tracepoint read', write: 'write' },
  io_uring: { both: 'override_creds cmd', none: 'sqpoll' },
  binder: { write: 'impersonate', both: 'call set_context_mgr transfer' },
  kernel_service: { both: 'use_as_override create_files_as' },
  infiniband_endport: { both: 'manage_subnet' },
  infiniband_pkey: { both: 'access' },
  // This is about the process itself; no kernel since 5.16 asks it.
  lockdown: { none: 'confidentiality integrity' },
  memprotect: { none: 'mmap_zero' },
  user_namespace: { none: 'create' },
  dbus: { write: 'send_msg', both: 'acquire_svc' },
  service: { read: 'status', write: 'start stop reload enable disable' },
  passwd: { write: 'passwd chfn chsh crontab', none: 'rootok' },
  context: { none: 'translate contains unused_perm' },
  proxy: { read: 'read' },
  nscd: {
    read: 'getpwd getgrp gethost getstat getserv getnetgrp shmempwd shmemgrp shmemhost shmemserv shmemnetgrp',
    write: 'admin',
  },
};

/** Classes of X servers and databases: whatever is done there counts as both, which no container is granted. */
const ofPrograms = /^(?:x|db)_/;

const compiled = new Map<string, ReadonlyMap<string, Direction>>();

/** Undefined for a class or a permission that is not known here: it has to count as both. */
export function directionOf(className: string, permission: string): Direction | undefined {
  return ofPrograms.test(className) ? both : directionsOf(className).get(permission);
}

function directionsOf(className: string): ReadonlyMap<string, Direction> {
  const known = compiled.get(className);
  if (known !== undefined) return known;
  const flow = Object.hasOwn(flows, className) ? flows[className] : ofSockets(className);
  const directions = new Map(
    Object.entries({ read, write, both, none }).flatMap(([name, direction]) =>
      (flow?.[name as keyof Flow] ?? '')
        .split(' ')
        .filter((permission) => permission !== '')
        .map((permission) => [permission, direction] as const),
    ),
  );
  compiled.set(className, directions);
  return directions;
}

function ofSockets(className: string): Flow {
  return className.endsWith('_socket') ? socket : {};
}
