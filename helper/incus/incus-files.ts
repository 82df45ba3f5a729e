// SPDX-License-Identifier: Apache-2.0
/** Files of an instance on any member, by Incus: from inside its root, so that no link leads out of it. */

import * as z from 'zod';
import type { IncusClient } from './incus-client.ts';
import { isNotFound } from './incus-error.ts';
import { type InstanceName, pathOf } from './incus-instances.ts';

interface WrittenFile {
  readonly path: string;
  readonly text: string;
  /** The mode is in octal digits. */
  readonly mode: string;
}

/** Replaces what the file holds; it belongs to the instance's root, as what the next two make does. */
export function writeInstanceFile(client: IncusClient, instance: InstanceName, file: WrittenFile): Promise<void> {
  return write(client, instance, { ...file, type: 'file' });
}

/** Makes a folder in one that is there. */
export function makeInstanceFolder(
  client: IncusClient,
  instance: InstanceName,
  folder: Omit<WrittenFile, 'text'>,
): Promise<void> {
  return write(client, instance, { ...folder, text: '', type: 'directory' });
}

export function makeInstanceLink(
  client: IncusClient,
  instance: InstanceName,
  { path, target }: { readonly path: string; readonly target: string },
): Promise<void> {
  return write(client, instance, { path, text: target, mode: '0777', type: 'symlink' });
}

/** Milliseconds in which the member mounts the volume of one that does not run. */
const fileTimeoutMs = 60_000;

/** Names of what is in a folder; empty where there is no such folder. */
export async function listInstanceFolder(
  client: IncusClient,
  instance: InstanceName,
  path: string,
): Promise<readonly string[]> {
  try {
    const { value } = await client.get(placeOf(instance, path), z.array(z.string()), { timeoutMs: fileTimeoutMs });
    return value;
  } catch (error) {
    if (isNotFound(error)) return [];
    throw error;
  }
}

/** Does nothing where there is none. */
export async function removeInstanceFile(client: IncusClient, instance: InstanceName, path: string): Promise<void> {
  try {
    await client.change({ method: 'DELETE', path: placeOf(instance, path) });
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
}

async function write(
  client: IncusClient,
  instance: InstanceName,
  { path, text, mode, type }: WrittenFile & { readonly type: 'file' | 'directory' | 'symlink' },
): Promise<void> {
  await client.change({
    method: 'POST',
    path: placeOf(instance, path),
    content: {
      text,
      headers: {
        'x-incus-type': type,
        'x-incus-write': 'overwrite',
        'x-incus-mode': mode,
        'x-incus-uid': '0',
        'x-incus-gid': '0',
      },
    },
  });
}

function placeOf(instance: InstanceName, path: string): string {
  return `${pathOf(instance, '/files')}&path=${encodeURIComponent(path)}`;
}
