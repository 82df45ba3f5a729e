/**
 * Who serves a local socket. A helper is root; whatever else answers at its path is an impostor, and not a byte is sent to it.
 * The kernel is asked (SO_PEERCRED); where it cannot be, the path has to be one that only root can have made.
 */

import { lstat } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { dirname } from 'node:path';
import { z } from 'zod';
import { log } from '../log.ts';

const solSocket = 1;
const soPeerCred = 17;
/** pid, uid and gid, four bytes each. */
const credentialBytes = 12;
const handleSchema = z.object({ _handle: z.object({ fd: z.number().int().nonnegative() }) });

/** Why the connected socket must not be trusted; undefined when root serves it. */
export async function distrustOfServer(socket: Socket, path: string): Promise<string | undefined> {
  const uid = await serverUid(socket);
  if (uid === undefined) return distrustOfPath(path);
  return uid === 0 ? undefined : `the socket ${path} is served by user ${uid} and not by root, so it is not Bulkhead's helper`;
}

/** Undefined when the kernel cannot be asked. */
async function serverUid(socket: Socket): Promise<number | undefined> {
  const handle = handleSchema.safeParse(socket);
  if (!handle.success) return undefined;
  const getsockopt = await loadGetsockopt();
  const credentials = Buffer.alloc(credentialBytes);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(credentialBytes);
  if (getsockopt === undefined || getsockopt(handle.data._handle.fd, solSocket, soPeerCred, credentials, length) !== 0) return undefined;
  return credentials.readUInt32LE(4);
}

type Getsockopt = (fd: number, level: number, option: number, value: Buffer, length: Buffer) => number;

async function loadGetsockopt(): Promise<Getsockopt | undefined> {
  try {
    const { default: koffi } = await import('koffi');
    return koffi.load('libc.so.6').func('int getsockopt(int fd, int level, int option, void *value, void *length)') as Getsockopt;
  } catch (error) {
    log(`cannot ask the kernel who serves a socket (${String(error)}); looking at the owner of its path instead`);
    return undefined;
  }
}

/** Every folder on the way must be root's, and nobody else may write there. */
async function distrustOfPath(path: string): Promise<string | undefined> {
  for (let place = path; ; place = dirname(place)) {
    const { uid, mode } = await lstat(place);
    const isWritableByOthers = place !== path && (mode & 0o022) !== 0;
    if (uid !== 0 || isWritableByOthers) return `${place} can be changed by others than root, so what listens there may not be Bulkhead's helper`;
    if (place === '/') return undefined;
  }
}
