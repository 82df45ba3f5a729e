// SPDX-License-Identifier: Apache-2.0
/** An access vector in words: `file { read open }` is "reading files". */

import { t } from '../../../lib/language/t.ts';
const objects: Readonly<Record<string, string>> = {
  file: 'files',
  dir: 'directories',
  lnk_file: t('symbolic links'),
  sock_file: t('socket files'),
  fifo_file: 'pipes',
  chr_file: t('character devices'),
  blk_file: t('block devices'),
  process: 'processes',
  unix_stream_socket: t('Unix sockets'),
  unix_dgram_socket: t('Unix datagram sockets'),
  tcp_socket: t('TCP ports'),
  udp_socket: t('UDP ports'),
  netlink_route_socket: t('routing sockets'),
  key: t('kernel keyrings'),
  shm: t('shared memory'),
  sem: 'semaphores',
  msg: 'messages',
  msgq: t('message queues'),
  filesystem: t('file systems'),
  fd: t('open files'),
  service: 'services',
  bpf: t('BPF programs'),
  io_uring: 'io_uring',
};

const verbs: readonly (readonly [permission: string, verb: string])[] = [
  ['write', 'writing'],
  ['append', t('appending to')],
  ['unlink', 'deleting'],
  ['create', 'creating'],
  ['rename', 'renaming'],
  ['relabelto', t('relabelling to')],
  ['relabelfrom', 'relabelling'],
  ['execute', 'executing'],
  ['execute_no_trans', 'executing'],
  ['entrypoint', t('entering through')],
  ['map', 'mapping'],
  ['mounton', t('mounting on')],
  ['mount', 'mounting'],
  ['remount', 'remounting'],
  ['unmount', 'unmounting'],
  ['add_name', t('adding entries to')],
  ['remove_name', t('removing entries from')],
  ['setattr', t('changing attributes of')],
  ['ioctl', 'controlling'],
  ['read', 'reading'],
  ['open', 'opening'],
  ['search', 'searching'],
  ['getattr', t('reading attributes of')],
  ['name_connect', t('connecting to')],
  ['name_bind', t('listening on')],
  ['connectto', t('connecting to')],
  ['sendto', t('sending to')],
  ['ptrace', 'tracing'],
  ['sigkill', 'killing'],
  ['signal', 'signalling'],
  ['signull', t('checking for')],
  ['transition', t('changing into')],
  ['use', 'using'],
  ['associate', t('creating an object on')],
  ['receive', 'receiving'],
  ['send', 'sending'],
  ['unix_write', t('writing to')],
  ['unix_read', t('reading from')],
];

/** What a process asks for itself: there is no other object. */
const onItself: readonly (readonly [permission: string, verb: string])[] = [
  ['setexec', t('starting a program in another SELinux domain (setexec)')],
  ['setcurrent', t('changing its own SELinux context (setcurrent)')],
  ['setfscreate', t('choosing the SELinux context of new files (setfscreate)')],
  ['setkeycreate', t('choosing the SELinux context of new keys (setkeycreate)')],
  ['setsockcreate', t('choosing the SELinux context of new sockets (setsockcreate)')],
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
    return {
      verb: t('using the capability {permissions}', { permissions: permissions.join(', ') }),
      action: undefined,
      isOnObject: false,
    };
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
