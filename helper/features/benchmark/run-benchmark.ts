// SPDX-License-Identifier: Apache-2.0
/**
 * Runs the benchmark of this host: one measurement at a time. It is written in the intent journal before its first
 * effect. However it ends (normally, by a failure, by a cancellation, by a crash of the helper), both containers and
 * the copied tool are removed.
 */

import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fail } from '../../../contract/errors.ts';
import {
  type BenchmarkClass,
  benchmarkClassSchema,
  type BenchmarkPlace,
  benchmarkPlaceSchema,
  type BenchmarkReport,
  benchmarkReportSchema,
  type BenchmarkStep,
} from '../../../contract/model/benchmark.ts';
import type { HostInfo } from '../../../contract/model/host/host.ts';
import type { Item, Params } from '../../../contract/operations/index.ts';
import type { IntentJournal } from '../../journal/intent-journal.ts';
import { writeDurably } from '../../system/files/write-durably.ts';
import { currentLoad, readMachine, remarksOn } from './machine.ts';
import { remarksOnSpread, rowOf } from './ratios.ts';
import { createTestbed, type Testbed, type TestbedHost, type TestbedNames } from './testbed.ts';
import { toolIsThere } from './tool.ts';
import { rateOf, stressors, workArguments } from './work.ts';

export interface BenchmarkOptions extends TestbedHost {
  readonly intents: IntentJournal;
  readonly information: () => Promise<HostInfo>;
  readonly images: (signal: AbortSignal) => Promise<readonly { readonly name: string }[]>;
  /** The latest report is kept there. */
  readonly kept: string;
  readonly now: () => number;
}

export interface Benchmark {
  /** Measures one at a time. Reports each rate as it is measured; aborting removes all that it created. */
  measure(
    request: Params<'benchmark.run'>,
    signal: AbortSignal,
  ): AsyncGenerator<Item<'benchmark.run'>, BenchmarkReport, undefined>;
  /** Undefined before the first. */
  latest(): BenchmarkReport | undefined;
  /** Removes what a measurement left when the helper crashed; no other begins before that. */
  recover(onTrouble: (name: string, error: unknown) => void): Promise<void>;
}

type Progress = Item<'benchmark.run'>;
type Rates = Map<BenchmarkClass, Record<BenchmarkPlace, (number | null)[]>>;

const measuringBegins = 0.1;
const measuringEnds = 0.97;

export function createBenchmark(host: BenchmarkOptions): Benchmark {
  const { intents, kept, now } = host;
  let isRunning = false;

  async function* announced<T>(
    work: (testbed: Testbed) => AsyncGenerator<Progress, T, undefined>,
  ): AsyncGenerator<Progress, T, undefined> {
    const suffix = randomBytes(3).toString('hex');
    const names: TestbedNames = { plain: `cost-plain-${suffix}`, bulkhead: `cost-bulkhead-${suffix}` };
    const testbed = createTestbed(names, host);
    // Not under a container's name: a creation considers the older intents of its name finished.
    const intent = intents.begin({ kind: 'cost-measurement', subject: `cost-${suffix}`, data: names });
    try {
      return yield* work(testbed);
    } finally {
      await testbed.remove();
      intents.release(intent);
    }
  }

  return {
    async *measure(request, signal) {
      if (isRunning) fail('benchmark-running', {});
      isRunning = true;
      try {
        yield step('check', 0);
        if (!toolIsThere()) fail('benchmark-tool-missing', {});
        const image =
          request.image ?? (await host.images(signal))[0]?.name ?? fail('image-not-found', { image: 'to measure in' });
        const machine = await readMachine(await host.information(), host.places.state);
        const startedAt = now();
        const before = currentLoad();
        const { rates, tool } = yield* announced((testbed) => play(testbed, { ...request, image }, signal));
        const load = { before, after: currentLoad() };
        const rows = [...rates].map(([work, measured]) =>
          rowOf({ class: work, stressor: stressors[work].join(' '), rates: measured }),
        );
        const report: BenchmarkReport = {
          version: 1,
          startedAt,
          endedAt: now(),
          machine,
          image,
          tool,
          rounds: request.rounds,
          seconds: request.seconds,
          load,
          rows,
          remarks: [...remarksOnSpread(rows), ...remarksOn(machine, load)],
        };
        writeDurably(kept, `${JSON.stringify(report)}\n`, 0o600);
        return report;
      } finally {
        isRunning = false;
      }
    },
    latest() {
      try {
        return benchmarkReportSchema().safeParse(JSON.parse(readFileSync(kept, 'utf8'))).data;
      } catch {
        // None was kept, or it was written by another version.
        return undefined;
      }
    },
    async recover(onTrouble) {
      isRunning = true;
      for (const intent of intents.leftOf('cost-measurement')) {
        try {
          await createTestbed(intent.data, host).remove();
          intents.release(intent.id);
        } catch (error) {
          onTrouble(intent.subject, error);
        }
      }
      isRunning = false;
    },
  };
}

async function* play(
  testbed: Testbed,
  { image, ...request }: Params<'benchmark.run'> & { readonly image: string },
  signal: AbortSignal,
): AsyncGenerator<Progress, { readonly rates: Rates; readonly tool: string }, undefined> {
  yield step('copy-tool', 0.01);
  const { version } = await testbed.copyTool(signal);
  yield step('create', 0.03);
  await testbed.create(image, signal);
  yield step('start', 0.07);
  await testbed.start(signal);
  yield step('measure', measuringBegins);
  const rates = yield* rounds(testbed, request, signal);
  yield step('remove', measuringEnds);
  return { rates, tool: version };
}

/**
 * Each round does all the work in all places before the next begins, and each begins with another place. A host that is
 * busy for a while thus slows all places.
 */
async function* rounds(
  testbed: Testbed,
  { rounds: count, seconds, classes = benchmarkClassSchema().options }: Params<'benchmark.run'>,
  signal: AbortSignal,
): AsyncGenerator<Progress, Rates, undefined> {
  const wanted = [...new Set(classes)];
  const rates: Rates = new Map(wanted.map((work) => [work, { host: [], plain: [], bulkhead: [] }]));
  const places = benchmarkPlaceSchema().options;
  const total = count * wanted.length * places.length;
  let done = 0;
  for (let round = 0; round < count; round += 1) {
    for (const work of wanted) {
      for (let turn = 0; turn < places.length; turn += 1) {
        const place = places[(round + turn) % places.length] ?? 'host';
        signal.throwIfAborted();
        const text = await testbed.run(
          place,
          (folder, result) => workArguments(work, { seconds, folder, result }),
          signal,
        );
        const rate = rateOf(text ?? '') ?? null;
        rates.get(work)?.[place].push(rate);
        done += 1;
        yield {
          type: 'run',
          round,
          class: work,
          place,
          rate,
          fraction: measuringBegins + (measuringEnds - measuringBegins) * (done / total),
        };
      }
    }
  }
  return rates;
}

function step(name: BenchmarkStep, fraction: number): Progress {
  return { type: 'step', step: name, fraction };
}
