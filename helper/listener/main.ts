// SPDX-License-Identifier: Apache-2.0
/**
 * Starts the listener: accepts the connections of clients until SIGTERM, asks polkit for each call, and passes it on to
 * the helper. It runs as a user without rights, and keeps nothing.
 */

import 'vscode-jsonrpc/node';
import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { clientGroup } from '../../contract/client-group.ts';
import { createPolkitAuthority } from '../polkit/polkit-authority.ts';
import { membersOf } from '../system/accounts.ts';
import { endpointOf, openEndpoint } from '../system/listen.ts';
import type { Log } from '../system/log.ts';
import { closeOnExecAll } from '../system/native/native.ts';
import { passedDescriptors } from '../system/passed-descriptors.ts';
import { runDaemon, untilSignal } from '../system/run-daemon.ts';
import { startWatchdog } from '../system/watchdog.ts';
import { connectHelper, helperSocket } from './connect-helper.ts';
import { startListener } from './listener.ts';

async function main(log: Log): Promise<void> {
  const { values } = parseArgs({
    options: { socket: { type: 'string' }, helper: { type: 'string', default: helperSocket } },
  });
  const endpoint = endpointOf(values.socket, passedDescriptors(process.env));
  process.umask(0o077);
  closeOnExecAll();
  const usersFolder = process.env['RUNTIME_DIRECTORY'];
  const running = startListener(openEndpoint(endpoint), {
    authority: createPolkitAuthority(),
    connectHelper: () => connectHelper(values.helper),
    log,
    newReference: () => randomBytes(6).toString('hex'),
    ...(usersFolder !== undefined && { own: { folder: usersFolder, members: clients } }),
  });
  const watchdog = startWatchdog(process.env);
  log('info', 'started', { pid: process.pid, endpoint: endpoint.kind });
  await untilSignal();
  watchdog.stop();
  await running.close();
  log('info', 'stopped');
}

/** Root reaches the shared socket by its rights; in the flood of another it needs a queue too. */
function clients(): ReadonlySet<number> {
  return new Set([0, ...membersOf(clientGroup)]);
}

runDaemon(main);
