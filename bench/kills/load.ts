// SPDX-License-Identifier: Apache-2.0
/**
 * The mixed load under which the helper is killed: people who create, change, start, stop, confine and remove containers,
 * and ask about denials and the policy meanwhile. It knows what the helper acknowledged, and what it was asked and had
 * not answered yet.
 */

import type { LabClient } from '../../hosts/fixtures/lab-client.ts';
import type { Random } from '../../helper/server/fixtures/random.ts';
import { readResult } from '../../rpc/read-result.ts';

/** What the helper said it had done; `unknown` is what was under way when it was killed. */
export type Expected = 'there' | 'gone' | 'unknown';

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

type Change =
  | ('create' | 'create-own' | 'configure' | 'start' | 'stop' | 'confine' | 'remove')
  | ('attach-volume' | 'detach-volume' | 'restore-labels');

/** One client asks; each of the others lives with containers of its own, and gives them one of these folders. */
export function startLoad(clients: readonly LabClient[], folders: readonly string[], random: Random): Load {
  const expected = new Map<string, Expected>();
  const running = new Map<symbol, Change>();
  let [acknowledged, made] = [0, 0];
  const ending = new AbortController();
  const isStopped = (): boolean => ending.signal.aborted;
  let gate = Promise.resolve();
  let open = (): void => undefined;
  const waiting = new Set<() => void>();

  async function change(
    kind: Change,
    name: string,
    afterwards: Expected,
    work: () => Promise<unknown>,
  ): Promise<boolean> {
    const key = Symbol(kind);
    const before = expected.get(name);
    expected.set(name, 'unknown');
    running.set(key, kind);
    try {
      await work();
      expected.set(name, afterwards);
      acknowledged += 1;
      return true;
    } catch {
      // Killed meanwhile, or denied since the container is not there: what it is now is read from the host.
      if (before !== undefined && kind !== 'remove' && !kind.startsWith('create')) expected.set(name, before);
      return false;
    } finally {
      running.delete(key);
      if (running.size === 0) for (const notify of waiting) notify();
    }
  }

  async function live(helper: LabClient, source: string): Promise<void> {
    while (!isStopped()) {
      await gate;
      if (isStopped()) return;
      made += 1;
      const name = `kill-${made}`;
      const isOwn = random.next() < 0.25;
      const client = await helper.client();
      const steps: readonly (() => Promise<boolean>)[] = [
        () =>
          change(isOwn ? 'create-own' : 'create', name, 'there', async () =>
            readResult(
              client.stream('container.create', {
                name,
                image: 'debian-13',
                start: random.next() < 0.5,
                confinement: isOwn ? 'own' : 'shared',
              }),
            ),
          ),
        () =>
          change('configure', name, 'there', () =>
            client.request('container.configure', { name, limits: { pids: 100 + Math.floor(random.next() * 400) } }),
          ),
        () => change('start', name, 'there', () => client.request('container.start', { name })),
        () => change('stop', name, 'there', () => client.request('container.stop', { name, force: true })),
        ...(random.next() < 0.5
          ? [
              () =>
                change('attach-volume', name, 'there', async () =>
                  readResult(client.stream('volume.attach', { name, source, target: '/srv/given' })),
                ),
              () =>
                change('restore-labels', name, 'there', async () =>
                  readResult(client.stream('label.restore', { name })),
                ),
              () =>
                change('detach-volume', name, 'there', async () =>
                  readResult(client.stream('volume.detach', { name, target: '/srv/given' })),
                ),
            ]
          : []),
        ...(random.next() < 0.2
          ? [
              () =>
                change('confine', name, 'there', async () =>
                  readResult(client.stream('container.confine', { name, confinement: isOwn ? 'shared' : 'own' })),
                ),
            ]
          : []),
        () => change('remove', name, 'gone', () => client.request('container.remove', { name, force: true })),
      ];
      for (const step of steps) {
        await gate;
        if (isStopped() || !(await step())) break;
      }
    }
  }

  async function ask(helper: LabClient): Promise<void> {
    while (!isStopped()) {
      await gate;
      const client = await helper.client();
      await client.request('denial.query', { events: 0 });
      await client.request('policy.list', {});
    }
  }

  /** A connection ends with the helper; the next round makes another. */
  async function keepOn(work: () => Promise<void>): Promise<void> {
    while (!isStopped()) await work().catch(() => undefined);
  }

  const [asking, ...living] = clients;
  if (asking === undefined || living.length !== folders.length)
    throw new Error(`cannot load the helper: ${folders.length + 1} clients are needed for ${folders.length} folders`);
  const all = Promise.all([
    keepOn(() => ask(asking)),
    ...folders.map((folder, index) => {
      const helper = living[index];
      return helper && keepOn(() => live(helper, folder));
    }),
  ]);

  return {
    underWay: () => [...running.values()],
    expected,
    async pause() {
      gate = new Promise((resolve) => (open = resolve));
      if (running.size === 0) return;
      await new Promise<void>((resolve) => {
        const notify = (): void => {
          waiting.delete(notify);
          resolve();
        };
        waiting.add(notify);
      });
    },
    resume() {
      expected.clear();
      open();
    },
    async stop() {
      ending.abort();
      open();
      await all;
    },
    count: () => acknowledged,
  };
}
