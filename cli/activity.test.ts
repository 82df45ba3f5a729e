// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { linesOf, runCommand } from './fixtures/run-command.ts';
import type { Activity } from '../contract/model/activity.ts';
import { given } from '../testing/given-host.ts';

describe('activity', () => {
  it('gives the latest, then with --follow what comes', async () => {
    const entry = {
      id: 1,
      begunAt: 10,
      endedAt: null,
      operation: 'container.start',
      subject: 'web',
      uid: 1001,
      user: 'operator',
      outcome: 'running',
      request: null,
      detail: null,
      change: null,
    } as const;
    const socketPath = await given({
      async *'activity.watch'() {
        yield { type: 'snapshot', entries: [entry] };
        yield { type: 'changed', entry: { ...entry, endedAt: 11, outcome: 'done' } };
        return {};
      },
    });
    const line = {
      id: 1,
      begun_at: 10,
      ended_at: null,
      operation: 'container.start',
      subject: 'web',
      uid: 1001,
      user: 'operator',
      outcome: 'running',
      request: null,
      detail: null,
      change: null,
    };
    expect(linesOf((await runCommand(['activity', '--json'], { socketPath })).stdout)).toEqual([line]);
    expect(linesOf((await runCommand(['activity', '--json', '--follow'], { socketPath })).stdout)).toEqual([
      line,
      { ...line, ended_at: 11, outcome: 'done' },
    ]);
  });

  const entryOf = (id: number, changes: Partial<Activity> = {}): Activity => ({
    id,
    begunAt: id,
    endedAt: id,
    operation: 'container.start',
    subject: 'web',
    uid: 1001,
    user: 'operator',
    outcome: 'done',
    request: null,
    detail: null,
    change: null,
    ...changes,
  });

  async function shown(entries: readonly Activity[], ...words: readonly string[]) {
    const asked: unknown[] = [];
    const socketPath = await given({
      async *'activity.watch'({ latest }) {
        asked.push(latest);
        yield { type: 'snapshot', entries: [...entries] };
        yield { type: 'changed', entry: entryOf(2000) };
        yield { type: 'changed', entry: entryOf(2001, { subject: 'db', user: 'root', uid: 0 }) };
        return {};
      },
    });
    const { stdout } = await runCommand(['activity', '--json', ...words], { socketPath, now: 3000 });
    return { asked, ids: (linesOf(stdout) as { readonly id: number }[]).map(({ id }) => id) };
  }

  const entries = [entryOf(100), entryOf(200, { subject: 'db' }), entryOf(300, { user: 'root', uid: 0 })];

  it.each([
    [[], [200], [100, 200, 300]],
    [['--since', '150'], [1000], [200, 300]],
    [['--since', '150', '--until', '250'], [1000], [200]],
    [['--container', 'db'], [1000], [200]],
    [['--user', 'root'], [1000], [300]],
    [['--user', '0', '--container', 'web'], [1000], [300]],
    [['--follow', '--container', 'db'], [1000], [200, 2001]],
  ] as const)('with %j shows those entries only (M16)', async (words, asked, ids) => {
    expect(await shown(entries, ...words)).toEqual({ asked, ids });
  });

  it('says that older entries were not looked at', async () => {
    const many = Array.from({ length: 1000 }, (_, index) => entryOf(index + 500));
    const socketPath = await given({
      async *'activity.watch'() {
        yield { type: 'snapshot', entries: many };
        return {};
      },
    });
    const noteOf = async (...words: readonly string[]) =>
      (await runCommand(['activity', '--container', 'db', ...words], { socketPath, now: 3000 })).stderr;
    expect(await noteOf()).toMatch(/^Only the latest 1000 entries were looked at; they begin at /);
    expect(await noteOf('--since', '600')).not.toContain('Only the latest');
  });

  it('says of a terminal whose helper was restarted that it had ended, not that its user failed (M13)', async () => {
    const late = entryOf(100, { operation: 'console.attach', outcome: 'failed' });
    const socketPath = await given({
      async *'activity.watch'() {
        yield { type: 'snapshot', entries: [late, entryOf(200, { operation: 'container.stop', outcome: 'failed' })] };
        return {};
      },
    });
    const { stdout } = await runCommand(['activity'], { socketPath, now: 3000 });
    const [, attached, stopped] = stdout.split('\n');
    expect([attached, stopped]).toEqual([
      expect.stringMatching(/console\.attach +web +had ended/),
      expect.stringMatching(/container\.stop +web +failed/),
    ]);
  });

  it('says that a range ends before it begins, or begins in the future', async () => {
    const problemOf = async (...words: readonly string[]) =>
      (await runCommand(['activity', ...words], { now: 3000 })).stderr.split('; ')[0];
    expect(await problemOf('--since', '10m', '--until', '20m')).toContain('--since 10m is not before --until 20m');
    expect(await problemOf('--since', '4000')).toContain('--since 4000 is in the future');
  });

  it('has no end where it is followed', async () => {
    expect((await runCommand(['activity', '--follow', '--until', '1h'])).exitCode).toBe(2);
  });
});
