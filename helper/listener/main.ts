// SPDX-License-Identifier: Apache-2.0
/**
 * Starts the listener: accepts the connections of clients until SIGTERM, asks polkit for each call, and passes it on to
 * the helper. It runs as a user without rights, and keeps nothing.
 */

import 'vscode-jsonrpc/node';
import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { createPolkitAuthority } from '../polkit/polkit-authority.ts';
import { problemOf, trySocket } from '../system/internals.ts';
import { endpointOf, listen } from '../system/listen.ts';
import type { Log } from '../system/log.ts';
import { descriptorOf } from '../system/native/descriptor-of.ts';
import { closeOnExecAll } from '../system/native/native.ts';
import { runDaemon, StartError, untilSignal } from '../system/run-daemon.ts';
import { startWatchdog } from '../system/watchdog.ts';
import { connectHelper, helperSocket } from './connect-helper.ts';
import { type RunningListener, startListener } from './listener.ts';

async function main(log: Log): Promise<void> {
  const { values } = parseArgs({
    options: { socket: { type: 'string' }, helper: { type: 'string', default: helperSocket } },
  });
  const endpoint = endpointOf(values.socket, process.env);
  process.umask(0o077);
  closeOnExecAll();
  const problem = await problemOf('identify callers', () => trySocket(descriptorOf));
  if (problem !== undefined) throw new StartError([problem]);
  let running: RunningListener | undefined;
  await listen(endpoint, (server) => {
    running = startListener(server, {
      authority: createPolkitAuthority(),
      connectHelper: () => connectHelper(values.helper),
      log,
      newReference: () => randomBytes(6).toString('hex'),
    });
  });
  const watchdog = startWatchdog(process.env);
  log('info', 'started', { pid: process.pid, endpoint: endpoint.kind });
  await untilSignal();
  watchdog.stop();
  await running?.close();
  log('info', 'stopped');
}

runDaemon(main);
