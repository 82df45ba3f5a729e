// SPDX-License-Identifier: Apache-2.0
/**
 * Writes an audit log like one that was measured: 101 MB, 353,521 records, 113,526 of them AVC; events of AVC, SYSCALL
 * and PROCTITLE, some with CWD and PATH, and others between.
 */

import { closeSync, openSync, writeSync } from 'node:fs';

export interface LogShape {
  readonly records: number;
  readonly vectors: number;
  readonly bytes: number;
}

/** Each with a pair of categories of its own. */
const containers = 100;
/** Different denials that each container runs into. */
const causes = 12;
const commands = ['apache2', 'php-fpm8.4', 'cat', 'systemd', 'sh', 'getty', 'dnsmasq', 'node'];
const classes = ['file', 'dir', 'lnk_file', 'sock_file', 'chr_file', 'unix_stream_socket'];
const permissions = ['read', 'write', 'search', 'getattr', 'open', 'read open', 'add_name', 'connectto'];
const types = [
  'container_t',
  'bulkhead_container_t',
  'dnsmasq_t',
  'user_tmpfs_t',
  'container_file_t',
  'proc_t',
  'sysctl_net_t',
  'device_t',
];
const calls = [
  [257, 'openat'],
  [262, 'newfstatat'],
  [42, 'connect'],
  [59, 'execve'],
] as const;

export interface LogOptions {
  /** Adds the names that auditd writes behind byte 0x1D. */
  readonly isEnriched: boolean;
  /** How dense the log is: ausearch holds all events of two seconds and looks through them for each record. */
  readonly eventsPerSecond: number;
}

/** The same log for the same options. */
export function writeAuditLog(path: string, { bytes, ...options }: LogOptions & { readonly bytes: number }): LogShape {
  const descriptor = openSync(path, 'w');
  const shape = { records: 0, vectors: 0, bytes: 0 };
  try {
    for (let serial = 1; shape.bytes < bytes;) {
      const lines = writeAuditLines(serial, 2000, options);
      serial += 2000;
      shape.bytes += writeSync(descriptor, `${lines.join('\n')}\n`);
      shape.records += lines.length;
      shape.vectors += lines.filter((line) => line.startsWith('type=AVC')).length;
    }
  } finally {
    closeSync(descriptor);
  }
  return shape;
}

/** The lines of some events from a serial on. */
export function writeAuditLines(serial: number, events: number, options: LogOptions): string[] {
  return Array.from({ length: events }, (_, index) => eventLines(serial + index, options)).flat();
}

function eventLines(serial: number, { isEnriched, eventsPerSecond }: LogOptions): string[] {
  const milliseconds = Math.floor((serial * 1000) / eventsPerSecond);
  const seconds = 1_795_533_833 + Math.floor(milliseconds / 1000);
  const stamp = `msg=audit(${seconds}.${String(milliseconds % 1000).padStart(3, '0')}:${serial})`;
  if (serial % 40 === 0) return [loginLine(stamp, isEnriched)];
  const lines = [vectorLine(stamp, serial), callLine(stamp, serial, isEnriched), titleLine(stamp)];
  return serial % 20 === 0 ? lines.toSpliced(2, 0, ...pathLines(stamp, serial, isEnriched)) : lines;
}

function vectorLine(stamp: string, serial: number): string {
  const container = serial % containers;
  const cause = (serial >> 3) % causes;
  const [source, target] = [pick(types, serial), pick(types, container + cause)];
  const [own, other] = [categoryPair(container), categoryPair((container + cause) % containers)];
  return (
    `type=AVC ${stamp}: avc:  denied  { ${pick(permissions, cause)} } for  ` +
    `pid=${1000 + (serial % 30_000)} comm="${pick(commands, serial)}" name="${nameText(serial)}" ` +
    `dev="vda" ino=${serial * 7} ` +
    `scontext=system_u:system_r:${source}:s0:${own} tcontext=system_u:object_r:${target}:s0:${other} ` +
    `tclass=${pick(classes, cause)} permissive=0`
  );
}

function callLine(stamp: string, serial: number, isEnriched: boolean): string {
  const [number, name] = calls[serial % calls.length] ?? calls[0];
  const tail = isEnriched
    ? `\x1dARCH=x86_64 SYSCALL=${name} AUID="unset" UID="www-data" GID="www-data" EUID="www-data" ` +
      'SUID="www-data" FSUID="www-data" EGID="www-data" SGID="www-data" FSGID="www-data"'
    : '';
  const command = pick(commands, serial);
  return (
    `type=SYSCALL ${stamp}: arch=c000003e syscall=${number} success=no exit=-13 a0=ffffff9c ` +
    `a1=7ffe12345678 a2=80000 a3=0 items=0 ppid=1 pid=${1000 + (serial % 30_000)} auid=4294967295 ` +
    'uid=100033 gid=100033 ' +
    'euid=100033 suid=100033 fsuid=100033 egid=100033 sgid=100033 fsgid=100033 tty=(none) ses=4294967295 ' +
    `comm="${command}" exe="/usr/sbin/${command}" ` +
    `subj=system_u:system_r:${pick(types, serial)}:s0:${categoryPair(serial % containers)} ` +
    `key=(null)${tail}`
  );
}

function titleLine(stamp: string): string {
  return (
    `type=PROCTITLE ${stamp}: ` +
    'proctitle=2F7573722F7362696E2F61706163686532002D6B007374617274002D44464F524547524F554E44' +
    '002D66002F6574632F617061636865322F617061636865322E636F6E66'
  );
}

function pathLines(stamp: string, serial: number, isEnriched: boolean): string[] {
  const tail = isEnriched ? '\x1dOUID="root" OGID="root"' : '';
  return [
    `type=CWD ${stamp}: cwd="/var/www"`,
    `type=PATH ${stamp}: item=0 name="html/${nameText(serial)}" inode=${serial * 7} dev=fe:00 ` +
      'mode=0100644 ouid=0 ogid=0 rdev=00:00 obj=system_u:object_r:httpd_sys_content_t:s0 nametype=NORMAL ' +
      `cap_fp=0 cap_fi=0 cap_fe=0 cap_fver=0 cap_frootid=0${tail}`,
  ];
}

function loginLine(stamp: string, isEnriched: boolean): string {
  const tail = isEnriched ? '\x1dUID="root" AUID="operator"' : '';
  return (
    `type=USER_LOGIN ${stamp}: pid=812 uid=0 auid=1000 ses=3 subj=system_u:system_r:sshd_t:s0-s0:c0.c1023 ` +
    `msg='op=login id=1000 exe="/usr/sbin/sshd" hostname=10.0.2.2 addr=10.0.2.2 terminal=/dev/pts/0 ` +
    `res=success'${tail}`
  );
}

function nameText(serial: number): string {
  return `page-${serial % 977}.php`;
}

function categoryPair(container: number): string {
  return `c${container * 2},c${500 + container * 3}`;
}

function pick(list: readonly string[], index: number): string {
  return list[index % list.length] ?? '';
}
