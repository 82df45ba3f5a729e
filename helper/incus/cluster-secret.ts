// SPDX-License-Identifier: Apache-2.0
/**
 * A secret that the members of a cluster have and nobody else: by it a host shows that it is one of them. What Incus says
 * of its cluster by itself, names and certificate, everybody may read and claim.
 */

import { createHmac, randomBytes } from 'node:crypto';
import * as z from 'zod';
import type { IncusClient } from './incus-client.ts';
import { readNote, writeNote } from './notes.ts';

const note = 'cluster-secret';
const key = 'user.secret';
/** 32 bytes in hexadecimal. */
const secretSchema = z.string().regex(/^[0-9a-f]{64}$/);

/** The HMAC-SHA-256 of the challenge, in hexadecimal; the same from each member. The first that is asked makes the secret. */
export async function proveMembership(client: IncusClient, challenge: string, signal: AbortSignal): Promise<string> {
  const secret = await readSecret(client, signal);
  return createHmac('sha256', Buffer.from(secret, 'hex')).update(`bulkhead cluster member ${challenge}`).digest('hex');
}

async function readSecret(client: IncusClient, signal: AbortSignal): Promise<string> {
  const known = await readNote(client, note, signal);
  if (known !== undefined) return secretSchema.parse(known.config[key]);
  const secret = randomBytes(32).toString('hex');
  const description = 'By this the members of the cluster prove to a window that they are such';
  const written = await writeNote(client, { name: note, description, config: { [key]: secret } });
  // Of two members that make one at the same time, one was faster.
  return written === 'written' ? secret : readSecret(client, signal);
}
