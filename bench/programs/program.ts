// SPDX-License-Identifier: Apache-2.0
/**
 * The helper's server with the handlers of a module, or the listener before it: `helper SOCKET MODULE` or
 * `listener SOCKET HELPER`.
 */

import 'vscode-jsonrpc/node';
import { dirname, join } from 'node:path';
import { createActivityLog } from '../../helper/journal/activity-log.ts';
import { createChangeLedger } from '../../helper/journal/change-ledger.ts';
import { openDatabase } from '../../helper/journal/database.ts';
import { connectHelper } from '../../helper/listener/connect-helper.ts';
import { startListener } from '../../helper/listener/listener.ts';
import type { Caller } from '../../helper/server/caller.ts';
import { noRecovery } from '../../helper/server/recovery-gate.ts';
import { serveAll } from '../../helper/server/server.ts';
import { listen, openEndpoint } from '../../helper/system/listen.ts';
import type { Handlers } from '../../rpc/handlers.ts';
import type { HandlersModule } from './with-programs.ts';

const [role, path = '', other = ''] = process.argv.slice(2);
const log = (): void => undefined;
const newReference = (): string => 'reference';

if (role === 'helper') await serveHandlers();
else startListener(openEndpoint({ kind: 'path', path }), listenerOptions());
process.send?.('ready');

async function serveHandlers(): Promise<void> {
  const folder = dirname(path);
  const { createHandlers } = (await import(other)) as HandlersModule;
  const database = openDatabase(join(folder, 'bulkhead.db'), 'crash');
  const activity = createActivityLog(database, { now: () => Date.now() / 1000, changes: createChangeLedger(database) });
  const handlers = createHandlers(folder) as Handlers<Caller>;
  await listen({ kind: 'path', path }, (server) => {
    serveAll(server, {
      activity,
      version: 'bench',
      newReference,
      log,
      handlers,
      identifyContainer: () => undefined,
      recovery: noRecovery,
      listenerUid: process.getuid?.() ?? -1,
    });
  });
}

function listenerOptions(): Parameters<typeof startListener>[1] {
  return {
    connectHelper: () => connectHelper(other),
    newReference,
    log,
    authority: { authorise: async () => undefined },
  };
}
