// SPDX-License-Identifier: Apache-2.0
/** Why a host is not reached, as far as this machine knows: tries once more, and looks at what a client may see. */

import type { Duplex } from 'node:stream';
import type { GivenHostCheck } from '../../contract/model/host/host-check.ts';
import { readClientFacts, type ReadClientFacts } from '../../hosts/doctor/client-facts.ts';
import type { KnownHost } from './host-list.ts';

type Dial = (host: KnownHost, signal: AbortSignal) => Promise<Duplex>;

interface HostAccess {
  readonly dial: Dial;
  readonly read?: ReadClientFacts;
}

const timeoutMs = 20_000;

/** `reason` counts where the host can be dialled now. A host that is not in the list has no checks. */
export async function checkHost(
  known: KnownHost | undefined,
  reason: string,
  { dial, read = readClientFacts }: HostAccess,
): Promise<readonly GivenHostCheck[]> {
  if (known === undefined) return [];
  const signal = AbortSignal.timeout(timeoutMs);
  const error = (await problemOf(known, dial, signal)) ?? new Error(reason);
  const { checkFromHere } = await import('./own-client.ts');
  return checkFromHere({ host: known.host, error, read }, signal);
}

async function problemOf(host: KnownHost, dial: Dial, signal: AbortSignal): Promise<Error | undefined> {
  try {
    const stream = await dial(host, signal);
    // An ssh child that is ended reports that as an error.
    stream.on('error', () => undefined);
    stream.destroy();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
