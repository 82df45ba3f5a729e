// SPDX-License-Identifier: Apache-2.0
/** Connects the window to fake hosts as it connects to real ones, for tests of several at the same time. */

import type { OperationName } from '../../contract/operations/index.ts';
import { connect } from '../../rpc/connect.ts';
import { createMemoryTransports } from '../../rpc/memory-transport.ts';
import type { Service } from '../../rpc/serve-calls.ts';
import type { OpenHost } from '../host/transport/open-client.ts';
import type { FakeHost } from './fake/fake-host.ts';
import { serveFake } from './fake/serve-fake.ts';

export interface FakeOpening {
  readonly hosts: ReadonlyMap<string, FakeHost>;
  /** What ends a connection. */
  readonly services: Map<string, Service>;
  /** Says for each host whether its helper may have somebody asked for a password. */
  readonly interactive: Map<string, boolean>;
  readonly onAsked: (hostId: string, name: OperationName) => void;
}

/** A host that is not among them is not reached. */
export async function openFakeHost(
  { hosts, services, interactive, onAsked }: FakeOpening,
  hostId: string,
  isInteractive: boolean,
): ReturnType<OpenHost> {
  interactive.set(hostId, isInteractive);
  const host = hosts.get(hostId);
  if (host === undefined) throw new Error('no route');
  const [near, far] = createMemoryTransports();
  const admit = async (name: OperationName): Promise<string> => {
    onAsked(hostId, name);
    return 'operator';
  };
  services.set(hostId, serveFake(host, far, { admit }));
  const client = await connect(near, { isInteractive });
  const info = await client.request('host.info', {});
  const setInteractive = async (now: boolean): Promise<void> => {
    interactive.set(hostId, now);
    await client.setInteractive(now);
  };
  return { client: { ...client, setInteractive }, info };
}
