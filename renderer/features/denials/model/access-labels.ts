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
  netlink_route_socket: 'the routing socket',
  key: 'keys',
  shm: 'shared memory',
  sem: 'semaphores',
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
  ['add_name', 'adding names to'],
  ['remove_name', 'removing names from'],
  ['setattr', 'changing attributes of'],
  ['ioctl', 'controlling'],
  ['read', 'reading'],
  ['open', 'opening'],
  ['search', 'entering'],
  ['getattr', 'looking at'],
  ['name_connect', 'connecting to'],
  ['name_bind', 'listening on'],
  ['connectto', 'connecting to'],
  ['sendto', 'sending to'],
  ['ptrace', 'tracing'],
  ['sigkill', 'killing'],
  ['signal', 'signalling'],
  ['signull', 'probing'],
  ['transition', 'becoming'],
  ['use', 'using'],
];

export interface AccessDescription {
  /** With what kind of object: "reading files". */
  readonly verb: string;
  /** Without it, where the object is named: "reading"; undefined where the words are SELinux's own. */
  readonly action: string | undefined;
  /** False when the sentence ends with the verb: a capability belongs to no object. */
  readonly isOnObject: boolean;
}

/** The most telling permission names the action; what has no words here stays in SELinux's own. */
export function describeAccess(className: string, permissions: readonly string[]): AccessDescription {
  if (/^cap(ability)?2?(_userns)?$|^capability/.test(className))
    return { verb: `using the capability ${permissions.join(', ')}`, action: undefined, isOnObject: false };
  const action = verbs.find(([permission]) => permissions.includes(permission))?.[1];
  const object = objects[className] ?? className;
  return {
    verb: action === undefined ? `${permissions.join(', ')} on ${object}` : `${action} ${object}`,
    action,
    isOnObject: true,
  };
}
