// SPDX-License-Identifier: Apache-2.0
/** Brings the kernel to what containers may reach, and reads back whether it still has that, and what was denied. */

import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { writeDurably } from '../../../system/files/write-durably.ts';
import { mustRunProgram, runProgram } from '../../../system/programs/run-program.ts';
import { neverAborts } from '../../../system/work/never-aborts.ts';
import { nft } from '../leased-addresses.ts';
import { type Denied, readDenied } from './denied-connections.ts';
import { answerSets, egressTable, families, setOfName } from './egress-names.ts';
import {
  type BoundContainer,
  egressObjects,
  egressRules,
  noEgressRules,
  nothingPresent,
  type PresentObjects,
  type PresentTables,
  type TableFamily,
} from './egress-rules.ts';

export interface EgressKernel {
  /** Replaces what containers may reach, in one transaction. */
  bring(bound: readonly BoundContainer[]): Promise<void>;
  /** Replaces all of it, whatever another program has left. */
  restore(bound: readonly BoundContainer[]): Promise<void>;
  /** Says whether another program changed the rules since they were brought. */
  hasChanged(signal: AbortSignal): Promise<boolean>;
  /** Empties one of the two sets of answers of each name; the next call empties the other. */
  rotate(): Promise<void>;
  /** What was not let through of a container, by its hardware address. */
  denied(hardwareAddress: string, signal: AbortSignal): Promise<Denied>;
}

interface EgressKernelState {
  /** The text of the rules is kept there, for nft and for who looks. */
  readonly path: string;
  /** Runs nft. */
  readonly program: readonly string[];
  /** Undefined before the first time, and where another program changed the rules. */
  given: readonly BoundContainer[] | undefined;
  /** A digest of the rules as the kernel gives them back; it is read once they are brought, and delays nobody. */
  digest: Promise<string | undefined>;
  turn: number;
}

/** `program`: words that run nft; tests have it in a network namespace of theirs. */
export function createEgressKernel(folder: string, program: readonly string[] = [nft]): EgressKernel {
  const path = join(folder, 'egress.nft');
  const state: EgressKernelState = { path, program, given: undefined, digest: Promise.resolve(undefined), turn: 0 };
  return {
    bring: (bound) => bring(state, bound),
    async restore(bound) {
      state.given = undefined;
      await bring(state, bound);
    },
    async hasChanged(signal) {
      if ((state.given ?? []).length === 0) return false;
      const now = await readDigest(state.program, signal).catch(() => undefined);
      signal.throwIfAborted();
      return now === undefined || now !== (await state.digest);
    },
    async rotate() {
      const names = new Set(
        (state.given ?? []).flatMap(({ entries }) =>
          entries.flatMap(({ target }) => (target.kind === 'name' ? [target.value] : [])),
        ),
      );
      if (names.size === 0) return;
      const kind = answerSets[state.turn % answerSets.length] ?? 'a';
      const lines = [...names].flatMap((name) =>
        families.map((family) => `flush set inet ${egressTable} ${setOfName(kind, family, name)}\n`),
      );
      await apply(state, `${state.path}.rotation`, lines.join(''));
      state.turn += 1;
    },
    denied: (hardwareAddress, signal) => readDenied({ hardwareAddress, program }, signal),
  };
}

async function bring(state: EgressKernelState, bound: readonly BoundContainer[]): Promise<void> {
  // A host on which nothing was ever bound is left as it is.
  if (bound.length === 0 && (state.given?.length === 0 || !existsSync(state.path))) return;
  if (!existsSync(nft)) throw new Error('nftables is not installed; install the package nftables');
  const isKnown = state.given !== undefined;
  await state.digest;
  try {
    const present: PresentTables =
      state.given === undefined
        ? await readPresent(state.program)
        : Object.assign(egressObjects(state.given), { isOwn: true });
    await apply(state, state.path, bound.length === 0 ? noEgressRules() : egressRules(bound, present));
  } catch (error) {
    state.given = undefined;
    if (!isKnown) throw error;
    // Another program took a part of it away: all of it is written.
    await bring(state, bound);
    return;
  }
  state.given = bound;
  if (bound.length > 0) state.digest = readDigest(state.program, neverAborts).catch(() => undefined);
}

async function apply({ program }: EgressKernelState, path: string, text: string): Promise<void> {
  writeDurably(path, text, 0o600);
  const [file = nft, ...words] = program;
  await mustRunProgram(file, [...words, '-f', path]);
}

async function readPresent(program: readonly string[]): Promise<PresentTables> {
  const [inet, bridge] = await Promise.all((['inet', 'bridge'] as const).map((family) => readNames(program, family)));
  return { inet: inet ?? nothingPresent, bridge: bridge ?? nothingPresent, isOwn: false };
}

async function readNames([file = nft, ...words]: readonly string[], family: TableFamily): Promise<PresentObjects> {
  const list = async (kind: 'chain' | 'set' | 'counter'): Promise<readonly string[]> => {
    const { code, stdout } = await runProgram(file, [...words, '-t', 'list', `${kind}s`, family]);
    return code === 0 ? namesIn(stdout, kind) : [];
  };
  return { chains: await list('chain'), sets: await list('set'), counters: await list('counter') };
}

/** Reads the names of one kind of object in our table, of what nft lists of all tables of a family. */
export function namesIn(listed: string, kind: string): readonly string[] {
  const start = listed.split('\n').findIndex((line) => line.startsWith('table ') && line.includes(` ${egressTable} {`));
  if (start === -1) return [];
  const lines = listed.split('\n').slice(start + 1);
  const end = lines.findIndex((line) => line.startsWith('}'));
  return lines.slice(0, end).flatMap((line) => new RegExp(`^\\t${kind} (\\w+) \\{`).exec(line)?.[1] ?? []);
}

/** What resolvers and connections fill is left out. Raises where a part of it is not there. */
async function readDigest([file = nft, ...words]: readonly string[], signal: AbortSignal): Promise<string> {
  const listed = [
    ...listedOf('inet', ['forwarded', 'arriving', 'deniers'], ['special4', 'special6']),
    ...listedOf('bridge', ['to', 'answering', 'from', 'deniers'], []),
  ];
  const texts = await Promise.all(listed.map((args) => mustRunProgram(file, [...words, '-s', ...args], { signal })));
  return createHash('sha256').update(texts.join('')).digest('hex');
}

/** The rules without elements of sets, and the sets whose elements are Bulkhead's own. */
function listedOf(
  family: TableFamily,
  maps: readonly string[],
  sets: readonly string[],
): readonly (readonly string[])[] {
  return [
    ['-t', 'list', 'table', family, egressTable],
    ...maps.map((map) => ['list', 'map', family, egressTable, map]),
    ...sets.map((set) => ['list', 'set', family, egressTable, set]),
  ];
}
