// SPDX-License-Identifier: Apache-2.0
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fail } from '../contract/errors.ts';
import type { DomainCount } from '../contract/model/policy/domain-count.ts';
import { startSocketHost } from '../testing/socket-host.ts';
import { linesOf, runCommand } from './fixtures/run-command.ts';

const policy =
  '(class file (read write)) (class process (signal)) (typeattribute file_type) (type a_t) (type container_t) ' +
  '(type etc_t) (type usr_t) (typeattributeset file_type (etc_t usr_t)) (allow a_t etc_t (file (read))) ' +
  '(allow a_t self (process (signal))) (allow container_t file_type (file (read write)))';

describe('a policy file, with no helper', () => {
  let folder: string;
  let file: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'bulkhead-count-'));
    file = join(folder, 'policy.cil');
    await writeFile(file, policy);
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('shows a domain beside the stock ones', async () => {
    const { stdout, exitCode } = await runCommand(['policy', 'count', 'a_t', '--policy', file]);
    expect([exitCode, stdout.split('\n')]).toEqual([
      0,
      [
        'ACCESSES              a_t  container_t',
        'all                     2            4',
        'own types               1            0',
        'other containers        0            0',
        '  despite categories    0            0',
        'kernel fs               0            0',
        'host files              1            4',
        'devices                 0            0',
        'network                 0            0',
        'host processes          0            0',
        'capabilities            0            0',
        'kernel entry            0            0',
        'container_t may do 2.0 times as much as a_t.',
        '',
      ],
    ]);
  });

  it('compares with the one that is named, and gives scripts a line each', async () => {
    const { stdout } = await runCommand([
      '--json',
      'policy',
      'count',
      'type:a_t',
      '--against',
      'etc_t',
      '--policy',
      file,
    ]);
    expect(linesOf(stdout)).toEqual([
      {
        domain: 'a_t',
        total: 2,
        own_types: 1,
        other_containers: 0,
        across_categories: 0,
        kernel_fs: 0,
        host_files: 1,
        devices: 0,
        network: 0,
        host_processes: 0,
        capabilities: 0,
        kernel_entry: 0,
      },
      expect.objectContaining({ domain: 'etc_t', total: 0 }),
    ]);
  });

  it('knows no containers, and says which type is not there', async () => {
    expect(await runCommand(['policy', 'count', 'web', '--policy', file])).toMatchObject({ exitCode: 2 });
    expect(await runCommand(['policy', 'count', 'gone_t', '--policy', file])).toEqual({
      exitCode: 1,
      stdout: '',
      stderr: `bulkheadctl: cannot read ${file}: it has no type gone_t\n`,
    });
  });
});

it('asks a host about containers and types', async () => {
  const asked: unknown[] = [];
  const columns = {
    ownTypes: 411,
    otherContainers: 10,
    kernelFileSystems: 282,
    hostFiles: 12,
    devices: 54,
    network: 10,
    hostProcesses: 25,
    capabilities: 20,
    kernelEntry: 86,
  };
  const count: DomainCount = { domain: 'bulkhead_c_web_t', total: 910, columns, acrossCategories: 3 };
  const host = await startSocketHost({
    'policy.count': async (params) => {
      asked.push(params);
      if (params.subject.name === 'gone') fail('container-not-found', { name: 'gone' });
      return { counts: [count, { ...count, domain: 'container_t', total: 23_778 }] };
    },
  });
  try {
    const { stdout } = await runCommand(['policy', 'count', 'web', '--against', 'container_t'], {
      socketPath: host.socketPath,
    });
    expect(stdout).toContain('all                                910       23,778\n');
    expect(stdout).toContain('container_t may do 26.1 times as much as bulkhead_c_web_t.\n');
    expect(asked).toEqual([
      { subject: { kind: 'container', name: 'web' }, against: { kind: 'type', name: 'container_t' } },
    ]);
    const gone = await runCommand(['policy', 'count', 'gone'], { socketPath: host.socketPath });
    expect([gone.exitCode, gone.stderr]).toEqual([1, expect.stringContaining('bulkheadctl: cannot find')]);
  } finally {
    await host.close();
  }
});
