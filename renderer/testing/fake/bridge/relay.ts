// SPDX-License-Identifier: Apache-2.0
/** Carries messages between the port of the window and a fake host, as the main process does. */

import type { FromHost, ToHost } from '../../../../contract/bridge.ts';
import { createMemoryTransports } from '../../../../rpc/memory-transport.ts';
import type { FakeHost } from '../fake-host.ts';
import { serveFake } from '../serve-fake.ts';

/** Serves the host on the port; loses the connection after `dropAfter` milliseconds, if it is given. */
export function relay(port: MessagePort, host: FakeHost, dropAfter: number | undefined): void {
  const [near, far] = createMemoryTransports();
  serveFake(host, far);
  near.onMessage((message) => port.postMessage({ kind: 'message', message } satisfies FromHost));
  port.onmessage = (event: MessageEvent<ToHost>) => {
    if (event.data.kind === 'message') void near.send(event.data.message as Parameters<typeof near.send>[0]);
    else if (event.data.kind === 'close') near.close();
  };
  if (dropAfter === undefined) return;
  setTimeout(() => {
    port.postMessage({
      kind: 'closed',
      reason: 'cannot reach host bulkhead-lab: the helper stopped answering',
      obstacle: undefined,
    } satisfies FromHost);
    near.close();
  }, dropAfter);
}
