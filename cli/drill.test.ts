// SPDX-License-Identifier: Apache-2.0
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, describe, expect, it } from 'vitest';
import type { DrillResult, DrillSurface, SignedDrillReport } from '../contract/model/drill.ts';
import { startSocketHost } from '../testing/socket-host.ts';
import { linesOf, runCommand } from './fixtures/run-command.ts';
import type { InputStream } from './command-environment.ts';

function resultOf(probe: string, pass: boolean): DrillResult {
  const up = {
    outcome: pass ? ('blocked' as const) : ('breached' as const),
    evidence: ['open: EACCES'],
    blockedBy: pass ? (['selinux'] as const).slice() : [],
    denials: pass ? ['1.500:7'] : [],
  };
  return {
    probe,
    class: 'files',
    title: 'Read',
    expectedLayers: ['selinux'],
    without: { outcome: 'breached', evidence: ['the secret'], blockedBy: [], denials: [] },
    with: up,
    taken: [],
    pass,
  };
}

/** Blocked on one member; on two it is, too, or comes through. */
function acrossOf(probe: string, isBlocked: boolean): DrillResult {
  const beside = resultOf(probe, true);
  return {
    ...beside,
    without: { outcome: 'not-run', evidence: [], blockedBy: [], denials: [] },
    elsewhere: isBlocked
      ? { outcome: 'blocked', evidence: ['connect: ENETUNREACH'], blockedBy: ['namespaces'], denials: [] }
      : { outcome: 'breached', evidence: ['the secret'], blockedBy: [], denials: [] },
    pass: isBlocked,
  };
}

const surface: DrillSurface = {
  probe: 'surface-address',
  title: 'By its address',
  note: 'Containers on one bridge reach each other.',
  with: { outcome: 'open', evidence: ['it answered'], closedBy: [], denials: [] },
  without: null,
  elsewhere: { outcome: 'closed', evidence: ['connect: EHOSTUNREACH'], closedBy: ['namespaces'], denials: [] },
};

function signedOf(results: DrillResult[]): SignedDrillReport {
  const passed = results.filter(({ pass }) => pass).length;
  const host = {
    name: 'lab',
    kernel: '6',
    lxc: '6',
    selinux: 'enforcing',
    policy: 'default',
    policySha256: null,
    helper: '1',
  } as const;
  const report = {
    version: 1,
    id: '20261125T000000Z-000000',
    startedAt: 1,
    endedAt: 2,
    host,
    results,
    experiments: [],
    limitations: [],
    changes: null,
    summary: { probes: results.length, passed, failed: results.length - passed },
  } as const;
  return {
    report: { ...report, experiments: [], limitations: [] },
    hashes: [],
    signature: { algorithm: 'ed25519', publicKey: 'key', value: 'value' },
  };
}

/** What the helper was asked for. */
const asked: unknown[] = [];
afterEach(() => asked.splice(0));

/** What the earlier of two compared reports has. */
const comparedResults = [resultOf('file-read', true), resultOf('kernel-module', true)];

const schedule = { at: '03:00', nextAt: 1_795_575_600, uid: 1001, user: 'operator' };

async function drill(
  results: DrillResult[],
  ...words: readonly string[]
): Promise<Awaited<ReturnType<typeof runCommand>>> {
  return answered(results, undefined, ...words);
}

async function answered(
  results: DrillResult[],
  answer: string | undefined,
  ...words: readonly string[]
): Promise<Awaited<ReturnType<typeof runCommand>>> {
  const host = await startSocketHost({
    async *'drill.run'(params) {
      asked.push(params);
      yield { type: 'step', step: 'create', fraction: 0.1 };
      for (const result of results) yield { type: 'result', result };
      return signedOf(results);
    },
    async *'drill.container'(params) {
      asked.push(params);
      yield { type: 'step', step: 'attack-it', fraction: 0.1 };
      return signedOf(results);
    },
    async *'drill.members'(params) {
      asked.push(params);
      yield { type: 'step', step: 'attack-there', fraction: 0.8 };
      for (const result of results) yield { type: 'result', result };
      const signed = signedOf(results);
      return {
        ...signed,
        report: { ...signed.report, surface: [surface], members: { first: 'one', second: params.member } },
      };
    },
    'drill.report': async ({ report: id }) => {
      asked.push(id);
      const signed = signedOf(id.startsWith('20261124') ? comparedResults : results);
      return { ...signed, report: { ...signed.report, id, host: { ...signed.report.host, kernel: id.slice(6, 8) } } };
    },
    'drill.schedule': async ({ at }) => {
      asked.push(at);
      return { schedule: { ...schedule, at } };
    },
    'drill.unschedule': async () => {
      asked.push('unschedule');
      return {};
    },
    'drill.list': async () => ({
      reports: [
        {
          id: '20261125T000000Z-000000',
          container: 'web',
          startedAt: 1,
          probes: 2,
          passed: 1,
          failed: 1,
          newHoles: ['own-read'],
        },
        {
          id: '20261124T000000Z-000000',
          members: { first: 'one', second: 'two' },
          startedAt: 0,
          probes: 2,
          passed: 2,
          failed: 0,
          newHoles: [],
        },
      ],
      schedule,
    }),
  });
  try {
    const stdin: InputStream | undefined =
      answer === undefined ? undefined : Object.assign(new PassThrough().end(answer), { isTTY: true });
    return await runCommand([...words], { socketPath: host.socketPath, ...(stdin !== undefined && { stdin }) });
  } finally {
    await host.close();
  }
}

describe('bulkheadctl drill run', () => {
  it('gives a line for each probe and one for all, and ends with 0 when all are blocked', async () => {
    const { exitCode, stdout } = await drill([resultOf('file-read', true)], '--json', 'drill', 'run');
    expect(linesOf(stdout)).toEqual([
      {
        probe: 'file-read',
        class: 'files',
        expected_layers: ['selinux'],
        taken: [],
        pass: true,
        verdict: 'pass',
        holes: [],
        without: { outcome: 'breached', evidence: ['the secret'] },
        with: { outcome: 'blocked', evidence: ['open: EACCES'], blocked_by: ['selinux'], denials: ['1.500:7'] },
      },
      { summary: { probes: 1, passed: 1, failed: 0 } },
    ]);
    expect(exitCode).toBe(0);
  });

  it('ends with 1 as soon as one is not', async () => {
    const { exitCode, stdout } = await drill(
      [resultOf('file-read', true), resultOf('file-list', false)],
      'drill',
      'run',
    );
    expect(exitCode).toBe(1);
    expect(stdout).toContain('BREACHED  file-list');
    expect(stdout).toContain('1 of 2 probes blocked, 1 breached');
  });

  it('writes the report as a page and as the signed text', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'bulkhead-drill-'));
    try {
      await drill([resultOf('file-read', true)], 'drill', 'run', '--report', join(folder, 'new'));
      expect((await readdir(join(folder, 'new'))).sort()).toEqual([
        'drill-20261125T000000Z-000000.html',
        'drill-20261125T000000Z-000000.json',
      ]);
      expect(await readFile(join(folder, 'new', 'drill-20261125T000000Z-000000.html'), 'utf8')).toContain(
        '1 of 1 probes blocked',
      );
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('tries chosen probes only', async () => {
    await drill([resultOf('file-read', true)], 'drill', 'run', '--probe', 'kernel-module', '--probe', 'ipc-shared');
    expect(asked).toEqual([{ probes: ['kernel-module', 'ipc-shared'] }]);
    expect(await drill([], 'drill', 'run', '--probe', 'No Such')).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('must be the name of a probe') as string,
    });
  });

  it('says under "layer away" what came of a probe with another layer removed', async () => {
    const taken = [
      {
        layer: 'namespaces' as const,
        cell: { outcome: 'blocked' as const, evidence: [], blockedBy: ['selinux' as const], denials: [] },
        withoutSelinux: null,
      },
    ];
    const { stdout } = await drill([{ ...resultOf('ipc-shared', true), taken }], 'drill', 'run');
    expect(stdout).toContain('namespaces: blocked by selinux');
  });
});

describe('bulkheadctl drill run --container', () => {
  it('says what it will do and asks, and does nothing without a yes', async () => {
    const denied = await answered([], 'n\n', 'drill', 'run', '--container', 'web');
    expect({ exitCode: denied.exitCode, asked }).toEqual({ exitCode: 1, asked: [] });
    for (const words of ['This tries the isolation of web while it runs', 'Nothing of web is changed', 'Begin? [y/N]'])
      expect(denied.stderr).toContain(words);
    expect(await answered([resultOf('own-read', true)], 'y\n', 'drill', 'run', '--container', 'web')).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('own-read') as string,
    });
    expect(asked).toEqual([{ name: 'web' }]);
  });

  it('is not asked of a script, which has to say yes by itself', async () => {
    expect((await drill([], 'drill', 'run', '--container', 'web')).exitCode).toBe(2);
    expect((await drill([resultOf('own-read', false)], 'drill', 'run', '--container', 'web', '--yes')).exitCode).toBe(
      1,
    );
    expect(asked).toEqual([{ name: 'web' }]);
  });

  it('chooses no probes, and takes no yes where nothing is asked', async () => {
    expect((await drill([], 'drill', 'run', '--container', 'web', '--probe', 'file-read')).exitCode).toBe(2);
    expect((await drill([], 'drill', 'run', '--yes')).exitCode).toBe(2);
    expect(asked).toEqual([]);
  });
});

describe('bulkheadctl drill run --member', () => {
  const words = ['drill', 'run', '--member', 'two', '--image', 'debian-13', '--pool', 'fast'] as const;

  it('shows what came of each probe on one member and on two', async () => {
    const { exitCode, stdout } = await drill([acrossOf('net-lxc', true), acrossOf('process-find', false)], ...words);
    expect(asked).toEqual([{ member: 'two', image: 'debian-13', pool: 'fast' }]);
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/^RESULT +PROBE +ON ONE MEMBER +ON TWO\n/);
    expect(stdout).toMatch(/^blocked +net-lxc +blocked by selinux +blocked by namespaces$/m);
    expect(stdout).toMatch(/^BREACHED +process-find +blocked by selinux +breached$/m);
    expect(stdout).toMatch(/^SURFACE +ON ONE MEMBER +ON TWO +WHAT IT IS$/m);
    expect(stdout).toMatch(/^surface-address +open +closed by namespaces +By its address$/m);
    expect(stdout).not.toContain('SELINUX OFF');
  });

  it('gives the other member as JSON', async () => {
    const [result, part] = linesOf((await drill([acrossOf('net-lxc', true)], '--json', ...words)).stdout);
    expect(result).toMatchObject({
      with: { outcome: 'blocked', blocked_by: ['selinux'] },
      elsewhere: {
        outcome: 'blocked',
        evidence: ['connect: ENETUNREACH'],
        blocked_by: ['namespaces'],
        denials: [],
      },
    });
    expect(part).toMatchObject({
      surface: 'surface-address',
      elsewhere: { outcome: 'closed', closed_by: ['namespaces'] },
    });
  });

  it('needs a member, an image and a pool, and goes with no other kind of drill', async () => {
    for (const wrong of [
      words.slice(0, -2),
      ['drill', 'run', '--image', 'debian-13', '--pool', 'fast'],
      ['drill', 'run', '--pool', 'fast'],
    ])
      expect(await drill([], ...wrong)).toMatchObject({
        exitCode: 2,
        stderr: expect.stringContaining('--member, --image and --pool are needed together') as string,
      });
    for (const other of [['--container', 'web', '--yes'], ['--probe', 'file-read'], ['--schedule'], ['--yes']])
      expect((await drill([], ...words, ...other)).exitCode).toBe(2);
    expect(asked).toEqual([]);
  });
});

describe('bulkheadctl drill run --schedule', () => {
  it('runs it every night, at three or at another time', async () => {
    expect(await drill([], 'drill', 'run', '--schedule')).toMatchObject({
      exitCode: 0,
      stdout: 'every night at 03:00, next 2026-11-25T03:00:00.000Z\n',
    });
    expect(linesOf((await drill([], '--json', 'drill', 'run', '--schedule', '04:30')).stdout)).toEqual([
      { schedule: { at: '04:30', next: 1_795_575_600, user: 'operator' } },
    ]);
    await drill([], 'drill', 'unschedule');
    expect(asked).toEqual(['03:00', '04:30', 'unschedule']);
  });

  it('takes a time of day and nothing else', async () => {
    for (const words of [
      ['--schedule', '24:00'],
      ['--schedule', 'noon'],
      ['--schedule', '04:30', '--probe', 'file-read'],
    ])
      expect((await drill([], 'drill', 'run', ...words)).exitCode).toBe(2);
    expect(asked).toEqual([]);
  });

  it('is listed with the reports', async () => {
    const { stdout, stderr } = await drill([], 'drill', 'list');
    expect(stdout).toMatch(/^REPORT +TRIED ON +PASSED/);
    expect(stdout).toMatch(/20261125T000000Z-000000 +web +1 +1 +own-read/);
    expect(stdout).toMatch(/20261124T000000Z-000000 +members one, two +2 +0 +-/);
    expect(stderr).toContain('Runs every night at 03:00, by operator.');
    expect(linesOf((await drill([], '--json', 'drill', 'list')).stdout)).toEqual([
      expect.objectContaining({ container: 'web' }),
      expect.objectContaining({ members: { first: 'one', second: 'two' } }),
      { schedule: { at: '03:00', next: 1_795_575_600, user: 'operator' } },
    ]);
  });
});

describe('drill compare', () => {
  const compare = ['drill', 'compare', '20261124T000000Z-000000', '20261125T000000Z-000000'] as const;

  it('shows what is different, and ends with 1 where a probe is no longer blocked', async () => {
    const { exitCode, stdout } = await drill(
      [resultOf('file-read', true), resultOf('kernel-module', false)],
      ...compare,
    );
    expect(asked).toEqual(['20261124T000000Z-000000', '20261125T000000Z-000000']);
    expect(stdout.split('\n').map((line) => line.trim().replaceAll(/\s{2,}/g, ' | '))).toEqual([
      'CHANGE | PROBE | BEFORE | AFTER',
      'no longer blocked | kernel-module | blocked by selinux | breached',
      '',
      'OF THE HOST | BEFORE | AFTER',
      'Kernel | 24 | 25',
      '',
      'before: 2 of 2 probes blocked',
      'after: 1 of 2 probes blocked, 1 breached',
      '',
    ]);
    expect(exitCode).toBe(1);
  });

  it('ends with 0 where nothing got worse, and with --all and --json gives each probe', async () => {
    const same = await drill(comparedResults, ...compare, '--all', '--json');
    expect([same.exitCode, linesOf(same.stdout)]).toEqual([
      0,
      [
        ...['file-read', 'kernel-module'].map((probe) => {
          const cell = { outcome: 'blocked', blocked_by: ['selinux'], without_selinux: 'breached' };
          return { probe, change: null, before: cell, after: cell };
        }),
        { property: 'kernel', before: '24', after: '25' },
      ],
    ]);
    expect((await drill(comparedResults, ...compare)).stdout).toContain('Each probe had the same result.');
  });

  it('asks for no report by a path', async () => {
    const { exitCode, stderr } = await drill([], 'drill', 'compare', '../key', '20261125T000000Z-000000');
    expect([exitCode, asked, stderr]).toEqual([2, [], expect.stringContaining('A report must be the id of a report')]);
  });
});
