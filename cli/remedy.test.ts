// SPDX-License-Identifier: Apache-2.0
import { PassThrough } from 'node:stream';
import { afterEach, describe, expect, it } from 'vitest';
import type { Activity } from '../contract/model/activity.ts';
import type { Explanation } from '../contract/model/denials/explanation.ts';
import type { Replay } from '../contract/model/policy/replay.ts';
import type { InputStream } from './command-environment.ts';
import { type SocketHost, startSocketHost } from '../testing/socket-host.ts';
import { linesOf, runCommand } from './fixtures/run-command.ts';
import { fakeChange } from '../testing/models/change.ts';
import { fakeExplanation, fakeRemedy } from '../testing/models/remedy.ts';

const group = '0123456789abcdef';
const remedy = fakeRemedy({
  id: 'boolean:lamp',
  kind: 'boolean',
  reach: 'host',
  touches: ['db'],
  opensCount: 2,
  summary: 'Set the boolean lamp on.',
  change: ['setsebool -P lamp on'],
  risk: { level: 'medium', reason: 'It opens some.' },
});
const explanation = fakeExplanation({ group, remedies: [remedy] });
const context = { user: 'system_u', role: 'system_r', level: 's0' };
const replay: Replay = {
  examined: 3,
  denied: [
    {
      access: {
        source: { ...context, type: 'a_t' },
        target: { ...context, type: 'b_t' },
        class: 'file',
        permissions: ['read'],
        container: null,
        comms: ['cat'],
        used: 2,
        blocked: 0,
        last: 1_700_000_000,
      },
      permissions: ['read'],
      grantedBy: ['allow a_t b_t:file read;'],
      deniedBy: ['missing: allow a_t b_t:file read;'],
    },
  ],
  deniedCount: 1,
  allowed: [],
  allowedCount: 0,
  unknown: [],
  unknownCount: 0,
  recording: { since: 1_699_000_000, oldest: null, gaps: [], leftOut: 0 },
};
const linesOfTable = (text: string): readonly string[] => text.trimEnd().split('\n');
const change = fakeChange({ summary: remedy.summary, change: remedy.change, group });

/** The activity log has a remedy that is applied, one that was undone, one that failed, and another change. */
const entries: readonly Activity[] = [
  entryOf(8, 'remedy.apply', { ...change, id: 8, container: 'web', state: 'undone', undoneBy: 10 }),
  entryOf(9, 'remedy.apply', change),
  entryOf(11, 'container.tag', { ...change, id: 11, kind: 'tags' }),
  entryOf(12, 'remedy.apply', null),
];

function entryOf(id: number, operation: string, made: Activity['change']): Activity {
  const person = { uid: 1001, user: 'operator' };
  const times = { begunAt: 5, endedAt: 6, outcome: made === null ? 'failed' : 'done' } as const;
  return { id, operation, ...person, ...times, subject: null, request: null, detail: null, change: made };
}

describe('remedy apply, ls and undo', () => {
  let host: SocketHost | undefined;
  const asked: unknown[] = [];
  const questions: unknown[] = [];
  afterEach(async () => {
    await host?.close();
    asked.length = 0;
    questions.length = 0;
  });

  async function given(answer: Explanation = explanation): Promise<string> {
    host = await startSocketHost({
      'denial.query': async () => ({ groups: [], events: [], lost: 0, auditLog: null }),
      'denial.explain': async (params) => {
        questions.push(params);
        return answer;
      },
      async *'remedy.apply'(params) {
        asked.push(params);
        yield { step: 'change', fraction: 0.5 };
        return change;
      },
      'policy.replay': async (params) => {
        asked.push(params);
        return replay;
      },
      async *'activity.undo'(params) {
        asked.push(params);
        yield { step: 'check', fraction: 0.5 };
        return { ...change, state: 'undone', undoneBy: 10 };
      },
      async *'activity.watch'(params) {
        asked.push(params);
        yield { type: 'snapshot', entries: [...entries] };
        return {};
      },
    });
    return host.socketPath;
  }

  function terminal(answer: string): InputStream {
    return Object.assign(new PassThrough().end(answer), { isTTY: true });
  }

  it('sends what was seen, and gives progress and the change', async () => {
    const { exitCode, stdout } = await runCommand(['remedy', 'apply', group, remedy.id, '--json'], {
      socketPath: await given(),
    });
    expect({ exitCode, lines: linesOf(stdout) }).toMatchObject({
      exitCode: 0,
      lines: [
        { step: 'change', fraction: 0.5 },
        { done: { id: 9, commands: remedy.change, before: ['lamp is off now'], state: 'applied' } },
      ],
    });
    expect(asked).toEqual([
      {
        group,
        remedy: remedy.id,
        seen: { change: remedy.change, opensCount: 2, risk: 'medium' },
        acceptsUnknown: false,
      },
    ]);
  });

  it('is about the container that is named', async () => {
    const socketPath = await given();
    const shown = await runCommand(['explain', group, '--container', 'web'], { socketPath });
    expect(shown.stdout).toContain(`apply it with: bulkheadctl remedy apply ${group} ${remedy.id} --container web\n`);
    await runCommand(['remedy', 'apply', group, remedy.id, '--container', 'web', '--yes'], { socketPath });
    expect([questions, asked]).toEqual([
      [
        { group, container: 'web' },
        { group, container: 'web' },
      ],
      [expect.objectContaining({ group, container: 'web' })],
    ]);
    expect((await runCommand(['explain', '--input', 'x', '--container', 'web'])).exitCode).toBe(2);
  });

  it('shows what it will do and asks, and does nothing without a yes', async () => {
    const socketPath = await given();
    const denied = await runCommand(['remedy', 'apply', group, remedy.id], { socketPath, stdin: terminal('n\n') });
    expect({ exitCode: denied.exitCode, asked }).toEqual({ exitCode: 1, asked: [] });
    for (const words of ['setsebool -P lamp on', 'risk medium: It opens some.', 'also touches db'])
      expect(denied.stderr).toContain(words);
    expect(
      await runCommand(['remedy', 'apply', group, remedy.id], { socketPath, stdin: terminal('y\n') }),
    ).toMatchObject({ exitCode: 0, stdout: 'applied 9: Set the boolean lamp on.\n' });
    expect(asked).toHaveLength(1);
  });

  it('shows before a boolean is set what it would have changed of what was recorded', async () => {
    const sets = { name: 'lamp', isOn: true };
    const socketPath = await given({ ...explanation, remedies: [{ ...remedy, sets }] });
    const shown = await runCommand(['remedy', 'apply', group, remedy.id], { socketPath, stdin: terminal('n\n') });
    expect(shown.stderr).toContain('It would deny 1 of the 3 accesses that were recorded since ');
    expect(shown.stderr).toContain('a_t b_t:file { read } by cat');
    expect(shown.stderr).toContain('Granted by: allow a_t b_t:file read;');
    expect(asked).toEqual([{ boolean: sets, days: 7 }]);
  });

  it('is not asked of a script, which has to say yes by itself', async () => {
    const socketPath = await given();
    expect(await runCommand(['remedy', 'apply', group, remedy.id], { socketPath })).toMatchObject({
      exitCode: 2,
      stdout: '',
    });
    expect((await runCommand(['remedy', 'apply', group, remedy.id, '--yes'], { socketPath })).exitCode).toBe(0);
  });

  it('applies what nobody rated only when that is said by itself, which --yes does not (window 1)', async () => {
    const unknown = {
      ...explanation,
      remedies: [{ ...remedy, risk: { level: 'unknown' as const, reason: 'Nobody knows.' } }],
    };
    const socketPath = await given(unknown);
    const ask = (...more: readonly string[]) =>
      runCommand(['remedy', 'apply', group, remedy.id, ...more], { socketPath });
    await ask('--yes');
    await ask('--yes', '--accept-unknown');
    await ask('--json');
    expect(asked.map((params) => (params as { readonly acceptsUnknown: boolean }).acceptsUnknown)).toEqual([
      false,
      true,
      false,
    ]);
    expect((await runCommand(['explain', group], { socketPath })).stdout).toContain(
      `apply it with: bulkheadctl remedy apply ${group} ${remedy.id} --accept-unknown\n`,
    );
  });

  it('names a remedy that is not proposed', async () => {
    expect(
      await runCommand(['remedy', 'apply', group, 'boolean:other', '--yes'], { socketPath: await given() }),
    ).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('it is not, or no longer, proposed') as string });
    expect((await runCommand(['remedy', 'apply', group, '../x'])).exitCode).toBe(2);
  });

  it.each(['activity', 'remedy'])('undoes by the number of the entry with %s undo', async (command) => {
    const socketPath = await given();
    expect(await runCommand([command, 'undo', '9'], { socketPath })).toMatchObject({
      exitCode: 0,
      stdout: 'undid 9: Set the boolean lamp on.\n',
    });
    expect(asked).toEqual([{ id: 9 }]);
    expect((await runCommand([command, 'undo', '1.5'])).exitCode).toBe(2);
  });

  it('lists the remedies that were applied, and what became of them', async () => {
    const socketPath = await given();
    const { exitCode, stdout } = await runCommand(['remedy', 'ls'], { socketPath });
    const rows = linesOfTable(stdout);
    expect({ exitCode, asked, count: rows.length }).toEqual({ exitCode: 0, asked: [{ latest: 1000 }], count: 3 });
    expect(rows[1]).toMatch(/^ *8 .*operator +web +undone by 10 +Set the boolean lamp on\.$/);
    expect(rows[2]).toMatch(/^ *9 .*operator +- +can be undone +Set the boolean lamp on\.$/);
    const json = await runCommand(['remedy', 'ls', '--json'], { socketPath });
    expect(linesOf(json.stdout)).toMatchObject([
      { id: 8, state: 'undone', undone_by: 10 },
      { id: 9, state: 'applied' },
    ]);
  });

  it('is shown by explain with the words to apply it', async () => {
    const socketPath = await given();
    expect((await runCommand(['explain', group], { socketPath })).stdout).toContain(
      `apply it with: bulkheadctl remedy apply ${group} boolean:lamp`,
    );
  });
});
