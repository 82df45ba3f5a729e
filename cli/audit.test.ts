// SPDX-License-Identifier: Apache-2.0
import { afterEach, describe, expect, it } from 'vitest';
import type { Finding, IsolationMap } from '../contract/model/isolation-finding.ts';
import { type SocketHost, type SomeHandlers, startSocketHost } from '../testing/socket-host.ts';
import { linesOf, runCommand } from './fixtures/run-command.ts';
import { fakeContainer } from '../testing/models/container.ts';

let host: SocketHost | undefined;

afterEach(async () => {
  await host?.close();
  host = undefined;
});

const stray: Extract<Finding, { readonly kind: 'stray-processes' }> = {
  kind: 'stray-processes',
  id: 'stray-processes:web',
  severity: 'broken',
  containers: ['web'],
  processes: [{ pid: 7, comm: 'e\u001b[2Jvil', context: 'a:b:unconfined_t:s0' }],
  count: 1,
  summary: 'A process in web has another context than its init, one that confines nothing.',
  evidence: ['1 in a:b:unconfined_t:s0'],
  fix: { by: 'commands', summary: 'End it.', commands: ['kill -9 7'] },
};
const shared: Finding = {
  kind: 'shared-categories',
  id: 'shared-categories:web,db',
  severity: 'broken',
  containers: ['web', 'db'],
  level: 's0:c5,c6',
  relation: 'same',
  summary: 'web and db have the same categories, c5 and c6: each reaches the files of the others.',
  evidence: ['web: u:r:t:s0:c5,c6'],
  fix: { by: 'helper', operation: 'reassign-categories', container: 'db', summary: 'Give db a new pair.' },
};
const map: IsolationMap = {
  containers: ['web', 'db', 'old'].map((name) => ({ name, context: null, content: null })),
  rows: ['-cu', 'o-u', 'uu-'],
};

function audited(findings: readonly Finding[]): SomeHandlers {
  return {
    async *'isolation.audit'() {
      yield { type: 'progress', step: 'host', fraction: 0 };
      yield { type: 'map', map };
      for (const finding of findings) yield { type: 'finding', finding };
      return { findings: findings.length, containers: 3, labels: false, checkedAt: 1 };
    },
  };
}

async function audit(words: readonly string[], handlers: SomeHandlers): ReturnType<typeof runCommand> {
  host = await startSocketHost(handlers);
  return runCommand(['audit', ...words], { socketPath: host.socketPath });
}

describe('audit', () => {
  it('gives each finding with its evidence and its fix', async () => {
    expect(await audit([], audited([shared, stray]))).toEqual({
      exitCode: 0,
      stderr: '',
      stdout: `broken  web and db have the same categories, c5 and c6: each reaches the files of the others.
        web: u:r:t:s0:c5,c6
        -> Give db a new pair.
           bulkheadctl audit --fix shared-categories:web,db

broken  A process in web has another context than its init, one that confines nothing.
        1 in a:b:unconfined_t:s0
        -> End it.
           kill -9 7
`,
    });
  });

  it('writes a line of JSON for each, in which what a container wrote is data', async () => {
    const { stdout } = await audit(['--json'], audited([stray]));
    expect(stdout).not.toContain('\u001b');
    expect(linesOf(stdout)).toEqual([stray]);
  });

  it.each([
    [[], 0],
    [[{ ...shared, severity: 'notice' as const }], 0],
    [[shared], 1],
  ])('is strict when asked to be', async (findings, exitCode) => {
    expect((await audit(['--strict', '--quiet'], audited(findings))).exitCode).toBe(exitCode);
  });

  it('says that there is no problem', async () => {
    expect(await audit([], audited([]))).toEqual({
      exitCode: 0,
      stdout: '',
      stderr: 'No problem of isolation in 3 containers.\n',
    });
  });

  it('draws the map', async () => {
    const { stdout } = await audit(['--map'], audited([]));
    expect(stdout.split('\n').slice(0, 4)).toEqual(['       1 2 3', '1 web    c ?', '2 db   O   ?', '3 old  ? ?']);
  });

  it('counts what each domain of the containers may do, and each stock domain once', async () => {
    const columns = {
      ownTypes: 0,
      otherContainers: 0,
      kernelFileSystems: 0,
      hostFiles: 0,
      devices: 0,
      network: 0,
      hostProcesses: 0,
      capabilities: 0,
      kernelEntry: 0,
    };
    const count = (domain: string, total: number) => ({ domain, total, columns, acrossCategories: 0 });
    const { stdout, exitCode } = await audit(['--counts', '--json'], {
      'container.list': async () => ({
        containers: [
          fakeContainer({ name: 'web', domain: 'bulkhead_t' }),
          fakeContainer({ name: 'db', domain: 'bulkhead_t' }),
          fakeContainer({ name: 'own', domain: 'bulkhead_c_own_t' }),
        ],
      }),
      'policy.count': async ({ subject: { name } }) => ({
        counts: [
          name === 'own' ? count('bulkhead_c_own_t', 834) : count('bulkhead_t', 3952),
          count('container_t', 23_757),
        ],
      }),
    });
    expect([
      exitCode,
      (linesOf(stdout) as { domain: string; total: number }[]).map(({ domain, total }) => [domain, total]),
    ]).toEqual([
      0,
      [
        ['bulkhead_t', 3952],
        ['bulkhead_c_own_t', 834],
        ['container_t', 23_757],
      ],
    ]);
    expect((await audit(['--counts', '--strict'], {})).exitCode).toBe(2);
  });

  it('fixes the finding with the id, after it has looked again', async () => {
    const asked: unknown[] = [];
    const outcome = await audit(['--fix', shared.id], {
      ...audited([stray, shared]),
      'isolation.reassign-categories': async (params) => (
        asked.push(params),
        fakeContainer({ name: 'db', categories: ['c1', 'c2'] })
      ),
    });
    expect([outcome, asked]).toEqual([
      { exitCode: 0, stdout: 'reassigned categories of db: c1,c2\n', stderr: '' },
      [{ name: 'db' }],
    ]);
  });

  it('restores the labels of a volume where these are the finding', async () => {
    const asked: unknown[] = [];
    const { processes: _, ...common } = stray;
    const mislabelled: Finding = {
      ...common,
      kind: 'volume-labels',
      id: 'volume-labels:/srv/it',
      source: '/srv/it',
      examples: [],
      fix: { by: 'helper', operation: 'restore-labels', container: 'web', summary: 'Restore them.' },
    };
    const outcome = await audit(['--fix', mislabelled.id], {
      ...audited([mislabelled]),
      async *'label.restore'(params) {
        asked.push(params);
        yield { type: 'progress', files: 3 };
        return { files: 3, drifted: 2, skipped: 0 };
      },
    });
    expect([outcome.exitCode, outcome.stderr, asked]).toEqual([
      0,
      '3 files\n3 files, of which 2 restored and 0 were skipped\n',
      [{ name: 'web' }],
    ]);
  });

  it.each([
    [stray.id, 'cannot fix stray-processes:web from here; apply it manually: End it.: kill -9 7'],
    ['gone:web', 'cannot fix gone:web: there is no such finding now; see bulkheadctl audit'],
  ])('fails to fix %s', async (id, message) => {
    expect(await audit(['--fix', id], audited([stray]))).toEqual({
      exitCode: 1,
      stdout: '',
      stderr: `bulkheadctl: ${message}\n`,
    });
  });

  it.each([
    ['--fix', 'x', '--strict'],
    ['--fix', 'x', '--map'],
  ])('rejects %s %s %s', async (...words) => {
    expect((await runCommand(['audit', ...words])).exitCode).toBe(2);
  });

  it('quotes an id that a shell would take apart', async () => {
    const contained: Finding = { ...shared, id: 'shared-categories:web>db' };
    const { stdout } = await audit([], audited([contained]));
    expect(stdout).toContain("bulkheadctl audit --fix 'shared-categories:web>db'\n");
  });
});
