// SPDX-License-Identifier: Apache-2.0
/** An access vector in words: `file { read open }` is "reading files". */

const objects: Readonly<Record<string, string>> = {
  file: 'files',
  dir: 'directories',
  lnk_file: 'symbolic links',
  sock_file: 'socket files',
  fifo_file: 'pipes',
  chr_file: 'character devices',
  blk_file: 'block devices',
  process: 'processes',
  unix_stream_socket: 'Unix sockets',
  unix_dgram_socket: 'Unix datagram sockets',
  tcp_socket: 'TCP ports',
  udp_socket: 'UDP ports',
  netlink_route_socket: 'routing sockets',
  key: 'kernel keyrings',
  shm: 'shared memory',
  sem: 'semaphores',
  msg: 'messages',
  msgq: 'message queues',
  filesystem: 'file systems',
  fd: 'open files',
  service: 'services',
  bpf: 'BPF programs',
  io_uring: 'io_uring',
};

const verbs: readonly (readonly [permission: string, verb: string])[] = [
  ['write', 'writing'],
  ['append', 'appending to'],
  ['unlink', 'deleting'],
  ['create', 'creating'],
  ['rename', 'renaming'],
  ['relabelto', 'relabelling to'],
  ['relabelfrom', 'relabelling'],
  ['execute', 'executing'],
  ['execute_no_trans', 'executing'],
  ['entrypoint', 'entering through'],
  ['map', 'mapping'],
  ['mounton', 'mounting on'],
  ['mount', 'mounting'],
  ['remount', 'remounting'],
  ['unmount', 'unmounting'],
  ['add_name', 'adding entries to'],
  ['remove_name', 'removing entries from'],
  ['setattr', 'changing attributes of'],
  ['ioctl', 'controlling'],
  ['read', 'reading'],
  ['open', 'opening'],
  ['search', 'searching'],
  ['getattr', 'reading attributes of'],
  ['name_connect', 'connecting to'],
  ['name_bind', 'listening on'],
  ['connectto', 'connecting to'],
  ['sendto', 'sending to'],
  ['ptrace', 'tracing'],
  ['sigkill', 'killing'],
  ['signal', 'signalling'],
  ['signull', 'checking for'],
  ['transition', 'changing into'],
  ['use', 'using'],
  ['associate', 'creating an object on'],
  ['receive', 'receiving'],
  ['send', 'sending'],
  ['unix_write', 'writing to'],
  ['unix_read', 'reading from'],
];

/** What a process asks for itself: there is no other object. */
const onItself: readonly (readonly [permission: string, verb: string])[] = [
  ['setexec', 'starting a program in another SELinux domain (setexec)'],
  ['setcurrent', 'changing its own SELinux context (setcurrent)'],
  ['setfscreate', 'choosing the SELinux context of new files (setfscreate)'],
  ['setkeycreate', 'choosing the SELinux context of new keys (setkeycreate)'],
  ['setsockcreate', 'choosing the SELinux context of new sockets (setsockcreate)'],
];

export interface AccessDescription {
  /** With what kind of object: "reading files". */
  readonly verb: string;
  /** Without it, where the object is named: "reading"; undefined where the words are SELinux's own. */
  readonly action: string | undefined;
  /** False when the sentence ends with the verb: a capability has no object. */
  readonly isOnObject: boolean;
}

/** The most specific permission names the action; what has no words here stays in SELinux's own. */
export function describeAccess(className: string, permissions: readonly string[]): AccessDescription {
  if (/^cap(ability)?2?(_userns)?$|^capability/.test(className))
    return { verb: `using the capability ${permissions.join(', ')}`, action: undefined, isOnObject: false };
  const own = className === 'process' ? onItself.find(([permission]) => permissions.includes(permission)) : undefined;
  if (own !== undefined) return { verb: own[1], action: undefined, isOnObject: false };
  const action = verbs.find(([permission]) => permissions.includes(permission))?.[1];
  const object = objects[className] ?? className;
  return {
    verb: action === undefined ? `${permissions.join(', ')} on ${object}` : `${action} ${object}`,
    action,
    isOnObject: true,
  };
}
