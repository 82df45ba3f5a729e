// SPDX-License-Identifier: Apache-2.0
/**
 * A secret that the members of a cluster have and nobody else: by it a host shows that it is one of them. What Incus says
 * of its cluster by itself, names and certificate, everybody may read and claim. It is another one as soon as the members
 * are others, so that one that was removed does not know it.
 */

import { createHmac, randomBytes } from 'node:crypto';
import * as z from 'zod';
import type { IncusClient } from './incus-client.ts';
import { type Note, readNote, removeNote, writeNote } from './notes.ts';

const note = 'cluster-secret';
const key = 'user.secret';
const membersKey = 'user.members';
/** 32 bytes in hexadecimal. */
const secretSchema = z.string().regex(/^[0-9a-f]{64}$/);

interface Proving {
  readonly challenge: string;
  /** All that are in the cluster now, each by its name and its address. */
  readonly members: readonly string[];
}

/**
 * Makes the HMAC-SHA-256 of the challenge, in hexadecimal; the same from each member. The first that is asked makes the
 * secret.
 */
export async function proveMembership(
  client: IncusClient,
  { challenge, members }: Proving,
  signal: AbortSignal,
): Promise<string> {
  const secret = await readSecret(client, members.toSorted().join('\n'), signal);
  return createHmac('sha256', Buffer.from(secret, 'hex')).update(`bulkhead cluster member ${challenge}`).digest('hex');
}

async function readSecret(client: IncusClient, members: string, signal: AbortSignal): Promise<string> {
  const known = await readNote(client, note, signal);
  if (known?.config[membersKey] === members) return secretOf(known);
  if (known !== undefined) await removeNote(client, note);
  const secret = randomBytes(32).toString('hex');
  const description = 'By this the members of the cluster prove to a window that they are such';
  const written = await writeNote(client, {
    name: note,
    description,
    config: { [key]: secret, [membersKey]: members },
  });
  // Two members may make one at the same time, and the other was faster.
  if (written === 'written') return secret;
  const other = await readNote(client, note, signal);
  if (other === undefined) throw new Error('cannot prove that this host is a member: the secret has just been removed');
  return secretOf(other);
}

function secretOf({ config }: Note): string {
  return secretSchema.parse(config[key]);
}
