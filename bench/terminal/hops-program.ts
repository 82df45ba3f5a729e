// SPDX-License-Identifier: Apache-2.0
/** The helper's server with terminals of this machine, or the listener before it: `helper WORK` or `listener PATH WORK`. */

import 'vscode-jsonrpc/node';
import { dirname, join } from 'node:path';
import { createConsoles } from '../../helper/features/consoles/console.ts';
import { createActivityLog } from '../../helper/journal/activity-log.ts';
import { createChangeLedger } from '../../helper/journal/change-ledger.ts';
import { openDatabase } from '../../helper/journal/database.ts';
import { connectHelper } from '../../helper/listener/connect-helper.ts';
import { startListener } from '../../helper/listener/listener.ts';
import type { Caller } from '../../helper/server/caller.ts';
import { serveAll } from '../../helper/server/server.ts';
import { listen } from '../../helper/system/listen.ts';
import type { Handlers } from '../../rpc/handlers.ts';

const [role, path = '', work = ''] = process.argv.slice(2);
const log = (): void => undefined;
const newReference = (): string => 'reference';

if (role === 'helper') await serveTerminals();
else await listen({ kind: 'path', path }, (server) => void startListener(server, listenerOptions()));
process.send?.('ready');

async function serveTerminals(): Promise<void> {
  const database = openDatabase(join(dirname(path), 'bulkhead.db'), 'crash');
  const activity = createActivityLog(database, { now: () => Date.now() / 1000, changes: createChangeLedger(database) });
  const context = 'system_u:system_r:bulkhead_container_t:s0:c1,c2';
  const consoles = createConsoles({
    log,
    commandFor: () => ({ file: '/bin/cat', arguments: [], environment: {} }),
    find: (pid) => ({ state: 'running', pid, context }),
  });
  const handlers: Partial<Handlers<Caller>> = {
    'console.open': ({ name, ...request }, { input, signal }) =>
      consoles.open({ ...request, target: { name, initPid: 1, context }, uid: 0, input }, signal),
  };
  await listen({ kind: 'path', path }, (server) => {
    serveAll(server, {
      activity,
      version: 'bench',
      newReference,
      log,
      listenerUid: process.getuid?.() ?? -1,
      handlers: handlers as Handlers<Caller>,
    });
  });
}

function listenerOptions(): Parameters<typeof startListener>[1] {
  return {
    connectHelper: () => connectHelper(work),
    newReference,
    log,
    authority: { authorise: async () => undefined },
  };
}
