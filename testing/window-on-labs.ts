// SPDX-License-Identifier: Apache-2.0
/** What the window keeps of its hosts, on labs and without a page: for lab tests of what it joins of several. */

import 'vscode-jsonrpc/node';
import { connect } from '../rpc/connect.ts';
import { openHost } from '../hosts/open-host.ts';
import '../renderer/app/followed.ts';
import { keepHosts, leaveHosts, switchHost } from '../renderer/host/connection.ts';
import type { OpenHost } from '../renderer/host/transport/open-client.ts';
import { useLocation } from '../renderer/window/location.ts';

const openLab: OpenHost = async (name, signal, { isInteractive }) => {
  const transport = await openHost({ kind: 'lab', name, user: 'root' }, { signal });
  const client = await connect(transport, { isInteractive, signal });
  return { client, info: await client.request('host.info', {}, { signal }) };
};

/** Connects to all of these labs and shows the first, as root; the caller closes it. */
export async function openWindowOnLabs(names: readonly [string, ...string[]]): Promise<{ close(): Promise<void> }> {
  // A first visit leads nowhere from there, which would need a page.
  useLocation.setState({ route: { page: 'getting-started' } });
  keepHosts(names, openLab);
  await switchHost(names[0], openLab);
  return { close: leaveHosts };
}
