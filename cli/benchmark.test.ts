// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { BenchmarkReport } from '../contract/model/benchmark.ts';
import { type SomeHandlers, startSocketHost } from '../testing/socket-host.ts';
import { linesOf, runCommand } from './fixtures/run-command.ts';

const rates = { host: [100, 200], plain: [100, 198], bulkhead: [99, null] };
const report: BenchmarkReport = {
  version: 1,
  startedAt: 1,
  endedAt: 2,
  machine: {
    name: 'lab',
    kernel: '6.12',
    processor: 'Some processor',
    cpus: 2,
    memoryBytes: 1,
    virtualization: 'qemu',
    selinux: 'enforcing',
    helper: '1',
    fileSystem: 'ext2/ext3',
  },
  image: 'debian-13',
  tool: 'stress-ng 0.19',
  rounds: 2,
  seconds: 1,
  load: { before: 0.1, after: 1 },
  rows: [{ class: 'cpu', stressor: 'cpu', rates, plain: { median: 0.995, low: 0.9925, high: 0.9975 }, bulkhead: null }],
  remarks: ['The processor is emulated.'],
};

async function bench(
  handlers: SomeHandlers,
  ...words: readonly string[]
): Promise<Awaited<ReturnType<typeof runCommand>>> {
  const host = await startSocketHost(handlers);
  try {
    return await runCommand([...words], { socketPath: host.socketPath });
  } finally {
    await host.close();
  }
}

describe('bulkheadctl benchmark', () => {
  it('asks for what was said, and gives a line for each kind of work and one for the machine', async () => {
    let asked: unknown;
    const measure: SomeHandlers = {
      async *'benchmark.run'(params) {
        asked = params;
        yield { type: 'step', step: 'measure', fraction: 0.1 };
        yield { type: 'run', round: 0, class: 'cpu', place: 'host', rate: 100, fraction: 0.5 };
        return report;
      },
    };
    const { exitCode, stdout } = await bench(
      measure,
      '--json',
      'benchmark',
      'host',
      '--work',
      'cpu,pipe',
      '--rounds',
      '2',
      '--seconds',
      '1',
    );
    expect(asked).toEqual({ classes: ['cpu', 'pipe'], rounds: 2, seconds: 1 });
    const { machine, image, tool, rounds, seconds, load, remarks } = report;
    expect(linesOf(stdout)).toEqual([
      { work: 'cpu', stressor: 'cpu', rates, plain: report.rows[0]?.plain, bulkhead: null },
      { machine, image, tool, rounds, seconds, load, started_at: 1, ended_at: 2, remarks },
    ]);
    expect(exitCode).toBe(0);
  });

  it('tells ratios with their spread, the machine, and what distorts', async () => {
    const { stdout } = await bench({ 'benchmark.latest': async () => ({ report }) }, 'benchmark', 'show');
    expect(stdout).toMatch(/Computing +200 +0\.995 \(0\.993 to 0\.998\) +-/);
    expect(stdout).toContain('lab: Some processor, 2 processors, kernel 6.12, virtualization qemu, SELinux enforcing');
    expect(stdout).toContain('The processor is emulated.');
  });

  it('says when nothing was measured yet', async () => {
    expect((await bench({ 'benchmark.latest': async () => ({ report: null }) }, 'benchmark', 'show')).stdout).toBe(
      'Nothing was measured on this host yet.\n',
    );
  });

  it('rejects unknown work, before anything is asked', async () => {
    const { exitCode, stderr } = await bench({}, 'benchmark', 'host', '--work', 'mining');
    expect([exitCode, stderr.includes('There is no work mining')]).toEqual([2, true]);
  });
});
