import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { DrillResult, SignedDrillReport } from '../contract/model/drill.ts';
import { linesOf, runCommand, startFakeHost } from './fake/fake-host.ts';

function resultOf(probe: string, pass: boolean): DrillResult {
  const up = { outcome: pass ? ('blocked' as const) : ('breached' as const), evidence: ['open: EACCES'], blockedBy: pass ? (['selinux'] as const).slice() : [], denials: pass ? ['1.500:7'] : [] };
  return { probe, class: 'files', title: 'Read', expectedLayers: ['selinux'], without: { outcome: 'breached', evidence: ['the secret'], blockedBy: [], denials: [] }, with: up, taken: [], pass };
}

function signedOf(results: DrillResult[]): SignedDrillReport {
  const passed = results.filter(({ pass }) => pass).length;
  const host = { name: 'lab', kernel: '6', lxc: '6', selinux: 'enforcing', policy: 'default', policySha256: null, helper: '1' } as const;
  const report = { version: 1, id: '20261125T000000Z-000000', startedAt: 1, endedAt: 2, host, results, experiments: [], limitations: [], changes: null, summary: { probes: results.length, passed, failed: results.length - passed } } as const;
  return { report: { ...report, experiments: [], limitations: [] }, hashes: [], signature: { algorithm: 'ed25519', publicKey: 'key', value: 'value' } };
}

async function drill(results: DrillResult[], ...words: readonly string[]): Promise<Awaited<ReturnType<typeof runCommand>>> {
  const host = await startFakeHost({
    async *'drill.run'() {
      yield { type: 'step', step: 'create', fraction: 0.1 };
      for (const result of results) yield { type: 'result', result };
      return signedOf(results);
    },
  });
  try {
    return await runCommand([...words], { socketPath: host.socketPath });
  } finally {
    await host.close();
  }
}

describe('bulkheadctl drill run', () => {
  it('gives a line for each probe and one for all, and ends with 0 when all are blocked', async () => {
    const { exitCode, stdout } = await drill([resultOf('file-read', true)], '--json', 'drill', 'run');
    expect(linesOf(stdout)).toEqual([
      {
        ...{ probe: 'file-read', class: 'files', expected_layers: ['selinux'], taken: [], pass: true },
        without: { outcome: 'breached', evidence: ['the secret'] },
        with: { outcome: 'blocked', evidence: ['open: EACCES'], blocked_by: ['selinux'], denials: ['1.500:7'] },
      },
      { summary: { probes: 1, passed: 1, failed: 0 } },
    ]);
    expect(exitCode).toBe(0);
  });

  it('ends with 1 as soon as one is not', async () => {
    const { exitCode, stdout } = await drill([resultOf('file-read', true), resultOf('file-list', false)], 'drill', 'run');
    expect(exitCode).toBe(1);
    expect(stdout).toContain('FAIL    file-list');
    expect(stdout).toContain('2 probes, 1 passed, 1 failed');
  });

  it('writes the report as a page and as the signed text', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'bulkhead-drill-'));
    try {
      await drill([resultOf('file-read', true)], 'drill', 'run', '--report', join(folder, 'new'));
      expect((await readdir(join(folder, 'new'))).sort()).toEqual(['drill-20261125T000000Z-000000.html', 'drill-20261125T000000Z-000000.json']);
      expect(await readFile(join(folder, 'new', 'drill-20261125T000000Z-000000.html'), 'utf8')).toContain('All 1 probes were blocked');
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
