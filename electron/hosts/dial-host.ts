// SPDX-License-Identifier: Apache-2.0
/** Opens the bytes of a connection to a known host; with an askpass, ssh may ask the person meanwhile. */

import type { Duplex } from 'node:stream';
import { openHostStream } from '../../hosts/open-host-stream.ts';
import type { Askpass } from './askpass.ts';
import type { KnownHost } from './host-list.ts';

export interface DialOptions {
  readonly signal: AbortSignal;
  readonly localSocket: string;
  /** Left out: ssh asks nothing, and fails where it would have to. */
  readonly askpass?: Askpass;
}

export async function dialHost(known: KnownHost | undefined, options: DialOptions): Promise<Duplex> {
  const { signal, localSocket, askpass } = options;
  if (known === undefined) throw new Error('it is not in the list of hosts');
  if (known.host.kind === 'local') return openHostStream(known.host, { signal, socketPath: localSocket });
  if (askpass === undefined) return openHostStream(known.host, { signal });
  const session = await askpass.open(known);
  try {
    const stream = await openHostStream(known.host, {
      signal,
      isInteractive: true,
      environment: session.environment,
    });
    stream.once('close', () => void session.close());
    return stream;
  } catch (error) {
    await session.close();
    throw error;
  }
}
