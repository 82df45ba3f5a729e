// SPDX-License-Identifier: Apache-2.0
/** An access vector in words: `file { read open }` is "reading files". */

import { t } from '../../../lib/language/t.ts';

const objects: Readonly<Record<string, string>> = {
  file: t('files'),
  dir: t('directories'),
  lnk_file: t('symbolic links'),
  sock_file: t('socket files'),
  fifo_file: t('pipes'),
  chr_file: t('character devices'),
  blk_file: t('block devices'),
  process: t('processes'),
  unix_stream_socket: t('Unix sockets'),
  unix_dgram_socket: t('Unix datagram sockets'),
  tcp_socket: t('TCP ports'),
  udp_socket: t('UDP ports'),
  netlink_route_socket: t('routing sockets'),
  key: t('kernel keyrings'),
  shm: t('shared memory'),
  sem: t('semaphores'),
  msg: t('messages'),
  msgq: t('message queues'),
  filesystem: t('file systems'),
  fd: t('open files'),
  service: t('services'),
  bpf: t('BPF programs'),
  io_uring: 'io_uring',
};

/** Holds the verbs as templates: the place of the object in them is a matter of the language. */
const verbs: readonly (readonly [permission: string, verb: string])[] = [
  ['write', t('writing {object}')],
  ['append', t('appending to {object}')],
  ['unlink', t('deleting {object}')],
  ['create', t('creating {object}')],
  ['rename', t('renaming {object}')],
  ['relabelto', t('relabelling to {object}')],
  ['relabelfrom', t('relabelling {object}')],
  ['execute', t('executing {object}')],
  ['execute_no_trans', t('executing {object}')],
  ['entrypoint', t('entering through {object}')],
  ['map', t('mapping {object}')],
  ['mounton', t('mounting on {object}')],
  ['mount', t('mounting {object}')],
  ['remount', t('remounting {object}')],
  ['unmount', t('unmounting {object}')],
  ['add_name', t('adding entries to {object}')],
  ['remove_name', t('removing entries from {object}')],
  ['setattr', t('changing attributes of {object}')],
  ['ioctl', t('controlling {object}')],
  ['read', t('reading {object}')],
  ['open', t('opening {object}')],
  ['search', t('searching {object}')],
  ['getattr', t('reading attributes of {object}')],
  ['name_connect', t('connecting to {object}')],
  ['name_bind', t('listening on {object}')],
  ['connectto', t('connecting to {object}')],
  ['sendto', t('sending to {object}')],
  ['ptrace', t('tracing {object}')],
  ['sigkill', t('killing {object}')],
  ['signal', t('signalling {object}')],
  ['signull', t('checking for {object}')],
  ['transition', t('changing into {object}')],
  ['use', t('using {object}')],
  ['associate', t('creating an object on {object}')],
  ['receive', t('receiving {object}')],
  ['send', t('sending {object}')],
  ['unix_write', t('writing to {object}')],
  ['unix_read', t('reading from {object}')],
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
  /** Names the access with the kind of object: "reading files". */
  readonly verb: string;
  /** A template, to be filled with the object as it is named: "reading {object}". */
  readonly action: string;
  /** Names any object of its kind: "files". */
  readonly object: string;
  /** False where the words are SELinux's own: these are never about an object by name. */
  readonly hasWords: boolean;
  /** False when the sentence ends with the verb: a capability has no object. */
  readonly isOnObject: boolean;
}

/** The most specific permission names the action; what has no words here stays in SELinux's own. */
export function describeAccess(className: string, permissions: readonly string[]): AccessDescription {
  if (/^cap(ability)?2?(_userns)?$|^capability/.test(className))
    return onNothingElse(t('using the capability {permissions}', { permissions: permissions.join(', ') }));
  const own = className === 'process' ? onItself.find(([permission]) => permissions.includes(permission)) : undefined;
  if (own !== undefined) return onNothingElse(own[1]);
  const words = verbs.find(([permission]) => permissions.includes(permission))?.[1];
  const object = objects[className] ?? className;
  const action = words ?? t('{permissions} on {object}').replace('{permissions}', () => permissions.join(', '));
  return {
    verb: action.replace('{object}', () => object),
    action,
    object,
    hasWords: words !== undefined,
    isOnObject: true,
  };
}

function onNothingElse(verb: string): AccessDescription {
  return { verb, action: verb, object: '', hasWords: false, isOnObject: false };
}
