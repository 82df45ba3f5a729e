// SPDX-License-Identifier: Apache-2.0
/**
 * The calls to libc that Node does not offer, each as a small function. Only this folder uses koffi.
 * A call that fails raises an {@link ErrnoError} that names it; nothing here returns a default instead.
 */

import { closeSync } from 'node:fs';
import koffi from 'koffi';
import { bytesOfName } from './byte-names.ts';
import { check, ErrnoError } from './errno-error.ts';

const libc = koffi.load('libc.so.6');

const solSocket = 1;
const soPeercred = 17;
const soPeerpidfd = 77;

koffi.struct('ucred', { pid: 'int32_t', uid: 'uint32_t', gid: 'uint32_t' });
const getsockoptCredentials = libc.func(
  'int getsockopt(int fd, int level, int name, _Out_ ucred *value, _Inout_ uint32_t *length)',
) as (fd: number, level: number, name: number, value: object, length: [number]) => number;
const getsockoptInteger = libc.func(
  'int getsockopt(int fd, int level, int name, _Out_ int32_t *value, _Inout_ uint32_t *length)',
) as (fd: number, level: number, name: number, value: [number], length: [number]) => number;

export interface PeerCredentials {
  readonly pid: number;
  readonly uid: number;
  readonly gid: number;
}

/** Who connected this unix socket, as of the moment of connecting. */
export function peerCredentials(fd: number): PeerCredentials {
  const value: Partial<PeerCredentials> = {};
  const length: [number] = [12];
  check(getsockoptCredentials(fd, solSocket, soPeercred, value, length), 'getsockopt(SO_PEERCRED)');
  const { pid, uid, gid } = value;
  if (length[0] !== 12 || pid === undefined || uid === undefined || gid === undefined)
    throw new Error('cannot getsockopt(SO_PEERCRED): a short answer');
  return Object.freeze({ pid, uid, gid });
}

/** A new pidfd of the process that connected this unix socket; the caller closes it. */
export function peerPidfd(fd: number): number {
  const value: [number] = [-1];
  check(getsockoptInteger(fd, solSocket, soPeerpidfd, value, [4]), 'getsockopt(SO_PEERPIDFD)');
  if (value[0] < 0) throw new Error('cannot getsockopt(SO_PEERPIDFD): no descriptor');
  return value[0];
}

const pidfdOpenNumber = 434;
const pidfdSendSignalNumber = 424;
const openat2Number = 437;
const closeRangeNumber = 436;
const syscall2 = libc.func('long syscall(long number, int first, uint32_t second)') as (
  number: number,
  first: number,
  second: number,
) => number;
const syscallSignal = libc.func('long syscall(long number, int pidfd, int signal, void *info, uint32_t flags)') as (
  number: number,
  pidfd: number,
  signal: number,
  info: null,
  flags: number,
) => number;

/** A descriptor that names this process even after its number is given to another; the caller closes it. */
export function pidfdOpen(pid: number): number {
  return check(syscall2(pidfdOpenNumber, pid, 0), `pidfd_open(${pid})`);
}

/** Sends a signal to exactly the process that the descriptor names. Raises `ESRCH` when it has ended. */
export function pidfdSendSignal(pidfd: number, signal: number): void {
  check(syscallSignal(pidfdSendSignalNumber, pidfd, signal, null, 0), `pidfd_send_signal(${signal})`);
}

/** How far a path may lead, for {@link openBelow}. */
export const resolve = { noXdev: 0x01, noMagiclinks: 0x02, noSymlinks: 0x04, beneath: 0x08, inRoot: 0x10 } as const;

koffi.struct('open_how', { flags: 'uint64_t', mode: 'uint64_t', resolve: 'uint64_t' });
const syscallOpenat2 = libc.func(
  'long syscall(long number, int directory, const uint8_t *path, open_how *how, size_t size)',
) as (number: number, directory: number, path: Uint8Array, how: object, size: number) => number;
const openCloexec = 0o2000000;

export interface OpenHow {
  /** `O_*` flags; close-on-exec is always added. */
  readonly flags: number;
  readonly mode?: number;
  /** Holds some of {@link resolve}, or-ed. There is no default: the caller says how far the path may lead. */
  readonly resolve: number;
}

/** `PATH_MAX`, with the NUL at the end: in a tree that others write to, paths may be longer. */
const maxPathBytes = 4096;
/** `O_PATH`, which Node does not name. */
export const pathOnly = 0o10000000;

const slash = 0x2f;

/**
 * Opens a path below a directory descriptor by openat2, without following it further than allowed. A text is that of
 * {@link textOfName}. Where no link is followed a path may have any length. The caller closes what it gives.
 */
export function openBelow(directory: number, path: string | Uint8Array, how: OpenHow): number {
  const bytes = typeof path === 'string' ? bytesOfName(path) : path;
  if (bytes.includes(0)) throw new Error('cannot openat2: the path holds NUL');
  const end = bytes.length < maxPathBytes ? -1 : bytes.lastIndexOf(slash, maxPathBytes - 1);
  if (end <= 0 || (how.resolve & resolve.noSymlinks) === 0) return openAtOnce(directory, bytes, how);
  const folder = openAtOnce(directory, bytes.subarray(0, end), { flags: pathOnly, resolve: how.resolve });
  try {
    return openBelow(folder, bytes.subarray(end + 1), how);
  } finally {
    closeSync(folder);
  }
}

function openAtOnce(directory: number, path: Uint8Array, how: OpenHow): number {
  const size = koffi.sizeof('open_how');
  return check(
    syscallOpenat2(
      openat2Number,
      directory,
      Buffer.concat([path, Buffer.of(0)]),
      { flags: how.flags | openCloexec, mode: how.mode ?? 0, resolve: how.resolve },
      size,
    ),
    `openat2(${Buffer.from(path).toString()})`,
  );
}

const closeRange = libc.func('long syscall(long number, uint32_t first, uint32_t last, uint32_t flags)') as (
  number: number,
  first: number,
  last: number,
  flags: number,
) => number;
const closeRangeCloexec = 4;

/**
 * Marks every descriptor above stderr close-on-exec, so that the next child gets none of them. Call it before each
 * spawn.
 */
export function closeOnExecAll(): void {
  check(closeRange(closeRangeNumber, 3, 0xffff_ffff, closeRangeCloexec), 'close_range(CLOSE_RANGE_CLOEXEC)');
}

const memfdCreate = libc.func('int memfd_create(const char *name, uint32_t flags)') as (
  name: string,
  flags: number,
) => number;
/** Nothing can be run from a file with this flag (MFD_NOEXEC_SEAL). */
const noExecuteSeal = 0x0008;

/**
 * An empty file in memory that every child inherits, unless {@link closeOnExecAll} comes before it: for tests of that.
 * The caller closes it.
 */
export function openInheritableMemory(name: string): number {
  return check(memfdCreate(name, noExecuteSeal), 'memfd_create');
}

const flockCall = libc.func('int flock(int fd, int operation)') as (fd: number, operation: number) => number;
const lockExclusive = 2;
const lockNonBlocking = 4;

/** Takes the file's lock for as long as the descriptor is open. False when another process holds it. */
export function tryLock(fd: number): boolean {
  if (flockCall(fd, lockExclusive | lockNonBlocking) === 0) return true;
  if (koffi.errno() === koffi.os.errno['EAGAIN']) return false;
  throw new ErrnoError('flock', koffi.errno());
}

const tcgetattr = libc.func('int tcgetattr(int fd, _Out_ uint32_t *settings)') as (
  fd: number,
  settings: Uint32Array,
) => number;
const tcsetattr = libc.func('int tcsetattr(int fd, int when, const uint32_t *settings)') as (
  fd: number,
  when: number,
  settings: Uint32Array,
) => number;
/**
 * `struct termios` is 60 bytes: four words of flags, of which the second is about output, then what is left as it was.
 */
const termiosWords = 15;
const outputFlags = 1;
const postProcessing = 1;
const ioctlTermios = libc.func('int ioctl(int fd, unsigned long request, const uint32_t *settings)') as (
  fd: number,
  request: number,
  settings: Uint32Array,
) => number;
/**
 * TIOCSLCKTRMIOS: the flags that are set in what it takes cannot be changed any more (ioctl_tty(2)); root may do this.
 */
const lockSettings = 0x5457;

/**
 * Passes a terminal's output as it is written, newlines too, and for root whatever the program on it sets later. Takes
 * the master's descriptor.
 */
export function passOutputUnchanged(fd: number): void {
  const settings = new Uint32Array(termiosWords);
  check(tcgetattr(fd, settings), 'tcgetattr');
  settings[outputFlags] = (settings[outputFlags] ?? 0) & ~postProcessing;
  check(tcsetattr(fd, 0, settings), 'tcsetattr');
  const locked = new Uint32Array(termiosWords);
  locked[outputFlags] = postProcessing;
  if (ioctlTermios(fd, lockSettings, locked) !== 0 && koffi.errno() !== koffi.os.errno['EPERM'])
    throw new ErrnoError('ioctl(TIOCSLCKTRMIOS)', koffi.errno());
}

/** Calls back each time that the descriptor is ready; give it up with `stop` before the descriptor is closed. */
export interface ReadinessWatch {
  wait(events: { readonly readable: boolean; readonly writable: boolean }): void;
  stop(): void;
}

export function watchReadiness(fd: number, onReady: () => void): ReadinessWatch {
  const handle = koffi.node.poll(fd, { readable: true }, onReady);
  let isStopped = false;
  return {
    wait(events) {
      if (!isStopped) handle.start({ ...events }, onReady);
    },
    stop() {
      if (isStopped) return;
      isStopped = true;
      handle.stop();
      handle.close();
    },
  };
}
