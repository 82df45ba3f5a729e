// SPDX-License-Identifier: Apache-2.0
/** Remembers which hosts the person has met: each shows its first steps by itself once. */

import * as z from 'zod';
import { remember, remembered } from '../../window/preferences.ts';

/** Beyond that, the hosts met first are met again. */
const maxRemembered = 200;

const idsSchema = z.array(z.string());

export function wasMet(hostId: string): boolean {
  return metHosts().includes(hostId);
}

export function rememberMet(hostId: string): void {
  const others = metHosts().filter((id) => id !== hostId);
  remember('hosts.met', JSON.stringify([...others, hostId].slice(-maxRemembered)));
}

function metHosts(): readonly string[] {
  try {
    return idsSchema.parse(JSON.parse(remembered('hosts.met') ?? '[]'));
  } catch {
    // This may be what another version wrote: a page too many does no harm.
    return [];
  }
}
