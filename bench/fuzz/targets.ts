// SPDX-License-Identifier: Apache-2.0
/** The readers of what others write, each with what it is to be given. */

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { containerSchema } from '../../contract/model/containers/container.ts';
import { configuredContexts } from '../../helper/lxc/all-configurations.ts';
import { createAttribution } from '../../helper/features/denials/attribution.ts';
import { followDenials } from '../../helper/features/denials/follow/follow-denials.ts';
import { createDenialMemory } from '../../helper/features/denials/store/denial-memory.ts';
import { createDenialStore } from '../../helper/features/denials/store/denial-store.ts';
import { readContainer } from '../../helper/features/containers/read-container.ts';
import { openDatabase } from '../../helper/journal/database.ts';
import { containerPlaces } from '../../helper/lxc/places.ts';
import { createRandom } from '../../helper/server/fixtures/random.ts';
import { serveForTest } from '../../helper/server/fixtures/served.ts';
import { problemsOfSource } from '../../sepolicy/own-domain/check-source.ts';
import { archives } from './archive-target.ts';
import { changeText } from './change-text.ts';
import {
  configuration,
  configurationPieces,
  container,
  description,
  descriptionPieces,
  policyModule,
  policyPieces,
} from './texts.ts';

export interface Findings {
  rejected: number;
  readonly faults: string[];
}

export interface Target {
  readonly name: string;
  readonly what: string;
  readonly inputs: number;
  /** Gives so many inputs, of which each follows from the seed, and notes what it finds. */
  give(inputs: number, seed: number, findings: Findings): Promise<void>;
}

interface Sending {
  readonly kind: 'frames' | 'audit';
  /** The socket or the log that the inputs are written to has this path. */
  readonly path: string;
  readonly inputs: number;
  readonly seed: number;
}

/** Sends from a process of its own, whose work is none of the reader's. */
async function send({ kind, path, inputs, seed }: Sending, findings: Findings): Promise<void> {
  const sender = fork(new URL('sender.mjs', import.meta.url), [kind, path, String(inputs), String(seed)]);
  const [code] = (await once(sender, 'exit')) as [number];
  if (code !== 0) findings.faults.push(`what sends ended with ${code}`);
}

const frames: Target = {
  name: 'frames',
  what: 'frames of the protocol, over four connections, through listener and helper',
  inputs: 1_000_000,
  async give(inputs, seed, findings) {
    const served = await serveForTest({ isAllowed: false });
    try {
      await send({ kind: 'frames', path: served.path, inputs, seed }, findings);
      // Nothing is allowed here: each call is rejected by the parser or by polkit's answer.
      findings.rejected += inputs;
      findings.faults.push(
        ...served.reached.map((operation) => `${operation} was reached`),
        ...served.logged.filter(({ event }) => event === 'fault').map((entry) => JSON.stringify(entry)),
      );
    } finally {
      await served[Symbol.asyncDispose]();
    }
  },
};

const lastType = 'fuzz_end_t';
const lastEvent = [
  'type=AVC msg=audit(1895533833.000:99999999): avc:  denied  { read } for  pid=1 comm="end"',
  `scontext=system_u:system_r:${lastType}:s0 tcontext=system_u:object_r:${lastType}:s0 tclass=file permissive=0`,
].join(' ');
const lastLines = `${lastEvent}\ntype=EOE msg=audit(1895533833.000:99999999): `;

const auditLines: Target = {
  name: 'audit',
  what: 'lines of the audit log, as they are written, a third of them changed',
  inputs: 1_000_000,
  async give(inputs, seed, findings) {
    const folder = mkdtempSync(join(tmpdir(), 'bulkhead-fuzz-'));
    const log = join(folder, 'audit.log');
    writeFileSync(log, '');
    const stop = new AbortController();
    const database = openDatabase(join(folder, 'state.db'), 'crash');
    const store = createDenialStore({
      attribute: createAttribution({ contexts: () => configuredContexts(folder), now: Date.now }),
      memory: createDenialMemory(database),
    });
    const following = store.ingest(
      followDenials({ source: () => 'auditd', since: 0, position: undefined, auditLog: log, signal: stop.signal }),
    );
    await send({ kind: 'audit', path: log, inputs, seed }, findings);
    // The last event is one that no line before it could be: once it is counted, all of them were read.
    appendFileSync(log, `${lastLines}\n`);
    for await (const { groups } of store.watch({ events: 0 }, stop.signal))
      if (groups.some(({ sourceType }) => sourceType === lastType)) break;
    findings.rejected += store.skippedLines;
    stop.abort();
    await following.catch((error: unknown) => findings.faults.push(String(error)));
    database.close();
    rmSync(folder, { recursive: true });
  },
};

const configurations: Target = {
  name: 'configurations',
  what: "LXC's configuration of a container, and Bulkhead's description of it",
  inputs: 100_000,
  async give(inputs, seed, findings) {
    const folder = mkdtempSync(join(tmpdir(), 'bulkhead-fuzz-'));
    const places = { lxc: join(folder, 'lxc'), state: folder, cgroup: join(folder, 'cgroup') };
    const own = containerPlaces(places, container);
    mkdirSync(own.folder, { recursive: true });
    const options = { places, enforcement: { isEnforcing: true }, isPermissive: () => false, transition: undefined };
    for (let input = 0; input < inputs; input += 1) {
      const random = createRandom(seed + input);
      writeFileSync(own.configuration, changeText(configuration, configurationPieces, random));
      writeFileSync(own.description, changeText(description, descriptionPieces, random));
      try {
        const read = readContainer(container, options);
        containerSchema().parse(read);
        if (read?.isManaged !== true) findings.rejected += 1;
      } catch (error) {
        findings.faults.push(`seed ${seed + input}: ${String(error).slice(0, 300)}`);
      }
      await nextTurn();
    }
    rmSync(folder, { recursive: true });
  },
};

const policyModules: Target = {
  name: 'policy',
  what: 'policy modules of a container (CIL)',
  inputs: 100_000,
  async give(inputs, seed, findings) {
    for (let input = 0; input < inputs; input += 1) {
      const random = createRandom(seed + input);
      try {
        const changed = changeText(policyModule, policyPieces, random);
        if (problemsOfSource(container, changed, { mayBePermissive: false }).length > 0) findings.rejected += 1;
      } catch (error) {
        findings.faults.push(`seed ${seed + input}: ${String(error).slice(0, 300)}`);
      }
      await nextTurn();
    }
  },
};

export const targets: readonly Target[] = [frames, auditLines, configurations, policyModules, archives];
