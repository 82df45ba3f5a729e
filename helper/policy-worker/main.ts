// SPDX-License-Identifier: Apache-2.0
/**
 * Changes the host's policy, as the one process of Bulkhead that does: the policy worker. systemd starts it in a domain
 * of its own for the first request of the helper; it ends when there is none for a while. It takes nothing but the
 * requests of worker/requests.ts, and installs no module but those of containers that it has judged and compiled
 * itself.
 */

import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createCompileModule } from '../selinux/policy/compile-module.ts';
import { policySequence } from '../selinux/policy/kernel-policy.ts';
import { createPolicyWithoutDontaudit } from '../selinux/policy/policy-without-dontaudit.ts';
import { createSemanageChanges } from '../selinux/policy/semanage-changes.ts';
import { createSemodule } from '../selinux/policy/semodule.ts';
import { endpointOf, listen } from '../system/listen.ts';
import type { Log } from '../system/log.ts';
import { closeOnExecAll } from '../system/native/native.ts';
import { passedDescriptors } from '../system/passed-descriptors.ts';
import { withoutRights } from '../system/programs/without-rights.ts';
import { createWorkGroup } from '../system/programs/work-group.ts';
import { runDaemon, untilSignal } from '../system/run-daemon.ts';
import { createRequestAnswerer } from './answer-request.ts';
import { requireStore } from './require-store.ts';
import { serve, type Serving } from './serve.ts';

const idleMs = 300_000;

async function main(log: Log): Promise<void> {
  const { values } = parseArgs({
    options: { socket: { type: 'string' }, scratch: { type: 'string', default: '/tmp/bulkhead-policy' } },
  });
  const endpoint = endpointOf(values.socket, passedDescriptors(process.env));
  process.umask(0o077);
  closeOnExecAll();
  mkdirSync(values.scratch, { recursive: true });
  // What compiles below it has no rights.
  chmodSync(values.scratch, 0o711);
  const answerer = createRequestAnswerer({
    semodule: createSemodule({ scratch: join(values.scratch, 'modules') }),
    semanage: createSemanageChanges(),
    withoutDontaudit: createPolicyWithoutDontaudit(join(values.scratch, 'without-dontaudit')),
    compile: createCompileModule({
      compiler: join(__dirname, 'bulkhead-module-compiler.js'),
      parent: values.scratch,
      user: withoutRights(__dirname),
      work: createWorkGroup({ onMissing: (reason) => log('warning', 'children-not-apart', { reason }) }),
    }),
    sequence: policySequence,
    requireStore,
  });
  let serving: Serving | undefined;
  await listen(endpoint, (server) => {
    serving = serve(server, { answerer, log, idleMs });
  });
  log('info', 'started', { pid: process.pid });
  await Promise.race([serving?.idle, untilSignal()]);
  await serving?.close();
}

runDaemon(main);
