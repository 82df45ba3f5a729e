// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { linesOf, runCommand } from './fixtures/run-command.ts';
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
});
