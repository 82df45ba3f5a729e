// SPDX-License-Identifier: Apache-2.0
/**
 * Starts the helper: checks the host, locks the state folder, opens the database, then accepts connections until
 * SIGTERM. Containers run on without it.
 */

import 'vscode-jsonrpc/node';
import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { createFeatures } from './features.ts';
import { closeOnExecAll } from './system/native/native.ts';
import { createPolkitAuthority } from './polkit/polkit-authority.ts';
import { createActivityLog } from './journal/activity-log.ts';
import { createChangeLedger } from './journal/change-ledger.ts';
import { openDatabase } from './journal/database.ts';
import { createIntentJournal } from './journal/intent-journal.ts';
import { createSpareRoom } from './journal/spare-room.ts';
import { createLog, type Log } from './system/log.ts';
import { recover } from './recovery.ts';
import { missingRequirements, readFacts } from './system/requirements.ts';
import { testInternals } from './self-test.ts';
import { endpointOf, listen } from './server/listen.ts';
import { type RunningServer, serveAll } from './server/server.ts';
import { claimStateFolder } from './state-folder.ts';
import { version } from '../contract/version.ts';
import { startWatchdog } from './watchdog.ts';
import { messageOf } from './system/message-of.ts';

const now = (): number => Date.now() / 1000;
const newReference = (): string => randomBytes(6).toString('hex');

async function main(log: Log): Promise<void> {
  const { values } = parseArgs({
    options: { socket: { type: 'string' }, state: { type: 'string', default: '/var/lib/bulkhead' } },
  });
  const missing = missingRequirements(readFacts());
  if (missing.length > 0) throw new StartError(missing);
  const endpoint = endpointOf(values.socket, process.env);
  process.umask(0o077);
  closeOnExecAll();
  const broken = await testInternals();
  if (broken.length > 0) throw new StartError(broken);
  const state = claimStateFolder(values.state);
  const durable = openDatabase(state.database, 'power-loss');
  const database = openDatabase(state.database, 'crash');
  const ledger = createChangeLedger(durable);
  const activity = createActivityLog(database, { now, changes: ledger });
  const spareRoom = createSpareRoom(state.spareRoom);
  spareRoom.keep();
  const features = createFeatures({
    activity,
    ledger,
    intents: createIntentJournal(durable, now),
    database: durable,
    log,
    version,
    statePath: state.path,
    programs: __dirname,
  });
  await recover(features.recovery, log);
  let running: RunningServer | undefined;
  await listen(endpoint, (server) => {
    running = serveAll(server, {
      authority: createPolkitAuthority(),
      handlers: features.handlers,
      activity,
      log,
      spareRoom,
      version,
      newReference,
    });
  });
  const watchdog = startWatchdog(process.env);
  log('info', 'started', { version, pid: process.pid, endpoint: endpoint.kind });

  await untilSignal();
  watchdog.stop();
  await running?.close();
  features.close();
  database.close();
  durable.close();
  log('info', 'stopped');
}

/** What the host or the installation lacks; reported in plain words instead of a stack. */
class StartError extends Error {
  readonly reasons: readonly string[];

  constructor(reasons: readonly string[]) {
    super(reasons.join('; '));
    this.reasons = reasons;
  }
}

function untilSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve());
  });
}

const log = createLog((line) => process.stderr.write(line));
process.on('uncaughtException', (error) => {
  log('error', 'crashed', { error: error.stack ?? error.message });
  process.exit(1);
});
main(log).then(
  () => process.exit(0),
  (error: unknown) => {
    for (const reason of error instanceof StartError ? error.reasons : [messageOf(error)])
      log('error', 'cannot-start', { reason });
    process.exit(1);
  },
);
