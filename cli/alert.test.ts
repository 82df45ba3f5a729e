// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { Alert, AlertRule } from '../contract/model/alerts/alert.ts';
import type { Params } from '../contract/operations/index.ts';
import { given } from '../testing/given-host.ts';
import { linesOf, runCommand } from './fixtures/run-command.ts';

const rule: AlertRule = {
  id: 3,
  kind: 'container-memory',
  threshold: 90,
  seconds: 300,
  containers: [],
  isEnabled: true,
  mutedUntil: null,
};

const alert: Alert = {
  id: 7,
  rule: 3,
  kind: 'container-memory',
  threshold: 90,
  seconds: 300,
  container: 'web',
  begunAt: 10,
  endedAt: null,
  endedBy: null,
  value: 95,
};

const line = {
  id: 7,
  rule: 3,
  kind: 'container-memory',
  severity: 'warning',
  container: 'web',
  text: 'web uses its memory limit: 95 % (at or above 90 % for 5 min)',
  value: 95,
  holder: null,
  threshold: 90,
  seconds: 300,
  begun_at: 10,
  ended_at: null,
  ended_by: null,
};

describe('alert', () => {
  it('lists what lasts, and with --follow each alert that begins or ends', async () => {
    const old: Alert = { ...alert, id: 6, endedAt: 5, endedBy: 'person' };
    const ended: Alert = { ...alert, endedAt: 20, endedBy: 'condition' };
    const socketPath = await given({
      async *'alert.watch'() {
        yield { rules: [rule], alerts: [alert, old], targets: [] };
        yield { rules: [rule], alerts: [ended, old], targets: [] };
        return {};
      },
    });
    const end = { ...line, ended_at: 20, ended_by: 'condition' };
    expect(linesOf((await runCommand(['alert', 'ls', '--json'], { socketPath })).stdout)).toEqual([line]);
    expect(linesOf((await runCommand(['alert', 'ls', '--follow', '--json'], { socketPath })).stdout)).toEqual([
      line,
      end,
    ]);
    expect(linesOf((await runCommand(['alert', 'ls', '--all', '--json'], { socketPath })).stdout)).toHaveLength(2);
  });

  it('shows the names of containers escaped', async () => {
    const socketPath = await given({
      async *'alert.watch'() {
        yield { rules: [], alerts: [{ ...alert, container: 'a\u001b[31mb' }], targets: [] };
        return {};
      },
    });
    expect((await runCommand(['alert', 'ls'], { socketPath })).stdout).not.toContain('\u001b[31m');
  });

  it('adds a rule with what is usual for its kind, and changes one by its number', async () => {
    const asked: Params<'alert.set-rule'>[] = [];
    const socketPath = await given({
      'alert.list': async () => ({ rules: [rule], alerts: [], targets: [] }),
      'alert.set-rule': async (params) => {
        asked.push(params);
        return { ...rule, ...params.choice };
      },
    });
    const set = (...words: readonly string[]) => runCommand(['alert', 'set', ...words, '--json'], { socketPath });
    await set('denials', '--threshold', '5', '--container', 'web', '--container', 'db');
    await set('--rule', '3', '--time', '10m', '--off');
    expect(asked).toEqual([
      { choice: { kind: 'denials', threshold: 5, seconds: 60, containers: ['web', 'db'], isEnabled: true } },
      { rule: 3, choice: { kind: 'container-memory', threshold: 90, seconds: 600, containers: [], isEnabled: false } },
    ]);
    expect([(await set()).exitCode, (await set('denials', '--rule', '3')).exitCode]).toEqual([2, 2]);
    expect((await set('weather')).stderr).toContain('container-cpu');
  });

  it('tries, mutes, unmutes and removes a rule, and acknowledges an alert, also by the former name (m17)', async () => {
    const asked: unknown[] = [];
    const socketPath = await given({
      'alert.try-rule': async (params) => (asked.push(['try', params]), alert),
      'alert.mute-rule': async (params) => (asked.push(['mute', params]), rule),
      'alert.remove-rule': async (params) => (asked.push(['remove', params]), {}),
      'alert.end': async (params) => (asked.push(['end', params]), alert),
    });
    for (const words of ['try 3', 'mute 3 --for 8h', 'unmute 3', 'rm 3', 'acknowledge 7', 'end 7'])
      expect((await runCommand(['alert', ...words.split(' ')], { socketPath })).exitCode).toBe(0);
    expect(asked).toEqual([
      ['try', { rule: 3 }],
      ['mute', { rule: 3, seconds: 28_800 }],
      ['mute', { rule: 3, seconds: 0 }],
      ['remove', { rule: 3 }],
      ['end', { alert: 7 }],
      ['end', { alert: 7 }],
    ]);
  });

  it('lists the rules', async () => {
    const socketPath = await given({ 'alert.list': async () => ({ rules: [rule], alerts: [], targets: [] }) });
    const { stdout } = await runCommand(['alert', 'rules'], { socketPath });
    expect(stdout).toMatch(/3\s+container-memory\s+at or above 90 % for 5 min\s+every container\s+on/);
  });
});
