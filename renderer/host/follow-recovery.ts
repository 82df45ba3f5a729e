// SPDX-License-Identifier: Apache-2.0
/** Asks a host that still recovers what it is once it has recovered. */

import { isFailure } from '../../contract/errors.ts';
import type { HostInfo } from '../../contract/model/host/host.ts';
import type { Client } from '../../rpc/client.ts';

interface Followed {
  readonly client: Pick<Client, 'request'>;
  /** Holds what the host said when it was connected. */
  readonly info: HostInfo;
  readonly onInfo: (info: HostInfo) => void;
}

/** Ends when recovery has, or with the connection. */
export async function followRecovery({ client, info, onInfo }: Followed, signal: AbortSignal): Promise<void> {
  let { recovery } = info;
  while (recovery?.state === 'running') {
    try {
      const after = await client.request('host.info', { afterRecovery: true }, { signal });
      onInfo(after);
      ({ recovery } = after);
    } catch (error) {
      // It takes longer than the helper has a call wait.
      if (!isFailure(error, 'not-recovered')) return;
    }
  }
}
