// SPDX-License-Identifier: Apache-2.0
/**
 * Starts the helper: checks the host, locks the state folder, opens the database, then accepts connections of the
 * listener until SIGTERM, and recovers meanwhile. Containers run on without it.
 */

import 'vscode-jsonrpc/node';
import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { listenerUser } from '../contract/listener-user.ts';
import { createFeatures } from './features.ts';
import { closeOnExecAll } from './system/native/native.ts';
import { passedDescriptors } from './system/passed-descriptors.ts';
import { createActivityLog } from './journal/activity-log.ts';
import { createChangeLedger } from './journal/change-ledger.ts';
import { openDatabase } from './journal/database.ts';
import { createIntentJournal } from './journal/intent-journal.ts';
import { createRecoveryProgress } from './journal/recovery-progress.ts';
import { createSpareRoom } from './journal/spare-room.ts';
import { userNumber } from './system/accounts.ts';
import type { Log } from './system/log.ts';
import { recover } from './recovery.ts';
import { runDaemon, StartError, untilSignal } from './system/run-daemon.ts';
import { missingRequirements, readFacts } from './system/requirements.ts';
import { testInternals } from './self-test.ts';
import { endpointOf, listen } from './system/listen.ts';
import { createRecoveryGate } from './server/recovery-gate.ts';
import { type RunningServer, serveAll } from './server/server.ts';
import { claimStateFolder } from './state-folder.ts';
import { version } from '../contract/version.ts';
import { startWatchdog } from './system/watchdog.ts';

const now = (): number => Date.now() / 1000;
const newReference = (): string => randomBytes(6).toString('hex');

async function main(log: Log): Promise<void> {
  const { values } = parseArgs({
    options: {
      socket: { type: 'string' },
      state: { type: 'string', default: '/var/lib/bulkhead' },
      listener: { type: 'string', default: listenerUser },
    },
  });
  const missing = missingRequirements(readFacts());
  if (missing.length > 0) throw new StartError(missing);
  const endpoint = endpointOf(values.socket, passedDescriptors(process.env));
  const listenerUid = userNumber(values.listener);
  if (listenerUid === undefined)
    throw new StartError([`cannot start: there is no user ${values.listener}; run systemd-sysusers`]);
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
  const intents = createIntentJournal(durable, now);
  intents.seal();
  const progress = createRecoveryProgress(intents);
  const features = createFeatures({
    activity,
    ledger,
    intents,
    progress,
    database: durable,
    log,
    version,
    statePath: state.path,
    programs: __dirname,
  });
  let running: RunningServer | undefined;
  await listen(endpoint, (server) => {
    running = serveAll(server, {
      listenerUid,
      handlers: features.handlers,
      identifyContainer: features.identifyContainer,
      roles: features.roles,
      recovery: createRecoveryGate({ progress, bringRoot: features.bringRoot }),
      activity,
      log,
      spareRoom,
      version,
      newReference,
    });
  });
  const watchdog = startWatchdog(process.env);
  log('info', 'started', { version, pid: process.pid, endpoint: endpoint.kind });

  const ending = new AbortController();
  void recover(features.recovery, { log, progress, signal: ending.signal });
  await untilSignal();
  ending.abort();
  watchdog.stop();
  await running?.close();
  features.close();
  database.close();
  durable.close();
  log('info', 'stopped');
}

runDaemon(main);
