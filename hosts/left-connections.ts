// SPDX-License-Identifier: Apache-2.0
/**
 * Places of shared connections that a program left when it was killed. Others can put what they like into the folder of
 * temporary files: a place is looked at through its open folder, never through a link, and has to be this user's alone.
 */

import { constants, type Stats } from 'node:fs';
import { lstat, mkdtemp, open, readdir, rmdir, unlink } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The number is that of the process which made it. */
const placeName = /^bulkhead-ssh-(\d{1,10})-[A-Za-z0-9]{6}$/;

function placesFolder(): string {
  return process.env['XDG_RUNTIME_DIR'] ?? tmpdir();
}

/** A folder that only this user may open. Gives its path. */
export function makePlace(): Promise<string> {
  return mkdtemp(join(placesFolder(), `bulkhead-ssh-${process.pid}-`));
}

/** Removes the places of this user whose process has ended, and whose socket nobody serves. Never rejects. */
export async function removeLeftPlaces(): Promise<void> {
  const names = await readdir(placesFolder()).catch(() => []);
  for (const name of names) {
    const pid = placeName.exec(name)?.[1];
    if (pid === undefined || isRunning(Number(pid))) continue;
    // Another window may remove the place at the same time, and a place that is not as it should be stays.
    await removePlace(join(placesFolder(), name)).catch(() => undefined);
  }
}

async function removePlace(path: string): Promise<void> {
  const folder = await open(path, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW);
  try {
    if (!isOursAlone(await folder.stat())) return;
    const opened = `/proc/self/fd/${folder.fd}`;
    const paths = (await readdir(opened)).map((name) => join(opened, name));
    for (const one of paths) if (!(await lstat(one)).isSocket() || (await isServed(one))) return;
    for (const one of paths) await unlink(one);
  } finally {
    await folder.close();
  }
  // Takes no link, and nothing that is not empty.
  await rmdir(path);
}

function isOursAlone({ uid, mode }: Stats): boolean {
  return uid === process.getuid?.() && (mode & 0o077) === 0;
}

/** Says whether the process exists, be it this user's or another's. */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH');
  }
}

/** Says whether somebody serves the socket. Nobody does only where the kernel says that nobody listens. */
function isServed(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', (error) => resolve(!('code' in error && error.code === 'ECONNREFUSED')));
  });
}
