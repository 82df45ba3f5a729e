// SPDX-License-Identifier: Apache-2.0
/**
 * The mixed load under which the helper is killed: people who create, change, start, stop, confine and remove containers,
 * and ask about denials and the policy meanwhile. It knows what the helper acknowledged, and what it was asked and had
 * not answered yet.
 */

import type { LabClient } from '../../hosts/fixtures/lab-client.ts';
import type { Random } from '../../helper/server/fixtures/random.ts';
import { changesOfLife } from './container-life.ts';
import { createLoadState, type Expected, isStopped, type LoadState, makeChange, pauseLoad } from './load-state.ts';

export interface Load {
  /** Kinds of changes that are under way now. */
  underWay(): readonly string[];
  /** Holds what is expected of each container, by its name. */
  readonly expected: ReadonlyMap<string, Expected>;
  /** Resolves when nothing is under way any more; then nothing begins until {@link resume}. */
  pause(): Promise<void>;
  /** All containers of the load were removed meanwhile. */
  resume(): void;
  /** Ends it for good. */
  stop(): Promise<void>;
  /** Changes that were acknowledged. */
  count(): number;
}

/** One client asks; each of the others lives with containers of its own, and gives them one of these folders. */
export function startLoad(clients: readonly LabClient[], folders: readonly string[], random: Random): Load {
  const [asking, ...living] = clients;
  if (asking === undefined || living.length !== folders.length)
    throw new Error(`cannot load the helper: ${folders.length + 1} clients are needed for ${folders.length} folders`);
  const state = createLoadState();
  const all = Promise.all([
    keepOn(state, () => ask(state, asking)),
    ...living.map((helper, index) => {
      const source = folders[index];
      return source === undefined ? undefined : keepOn(state, () => live(state, { helper, source, random }));
    }),
  ]);
  return {
    underWay: () => [...state.underWay.values()],
    expected: state.expected,
    pause: () => pauseLoad(state),
    resume() {
      state.expected.clear();
      state.openGate();
    },
    async stop() {
      state.ending.abort();
      state.openGate();
      await all;
    },
    count: () => state.acknowledged,
  };
}

interface Living {
  readonly helper: LabClient;
  /** The folder that containers of this client are given. */
  readonly source: string;
  readonly random: Random;
}

/** Takes one container after another through its life. */
async function live(state: LoadState, { helper, source, random }: Living): Promise<void> {
  while (!isStopped(state)) {
    await state.gate;
    if (isStopped(state)) return;
    state.made += 1;
    const name = `kill-${state.made}`;
    const isOwn = random.next() < 0.25;
    const client = await helper.client();
    for (const change of changesOfLife({ client, name, source, isOwn }, random)) {
      await state.gate;
      if (isStopped(state) || !(await makeChange(state, name, change))) break;
    }
  }
}

async function ask(state: LoadState, helper: LabClient): Promise<void> {
  while (!isStopped(state)) {
    await state.gate;
    const client = await helper.client();
    await client.request('denial.query', { events: 0 });
    await client.request('policy.list', {});
  }
}

/** A connection ends with the helper; the next round makes another. */
async function keepOn(state: LoadState, work: () => Promise<void>): Promise<void> {
  while (!isStopped(state)) await work().catch(() => undefined);
}
