import { afterEach, describe, expect, it } from 'vitest';
import type { Finding, WallMap } from '../contract/model/wall-finding.ts';
import { type SocketHost, type SomeHandlers, startSocketHost } from '../testing/socket-host.ts';
import { linesOf, runCommand } from './fixtures/run-command.ts';
import { fakeContainer } from '../testing/models/container.ts';

let host: SocketHost | undefined;

afterEach(async () => {
  await host?.close();
  host = undefined;
});

const stray: Finding = {
  kind: 'stray-processes',
  id: 'stray-processes:web',
  severity: 'broken',
  containers: ['web'],
  processes: [{ pid: 7, comm: 'e\u001b[2Jvil', context: 'a:b:unconfined_t:s0' }],
  count: 1,
  summary: 'A process in web has another context than its init, one that confines nothing.',
  evidence: ['1 in a:b:unconfined_t:s0'],
  mending: { by: 'commands', summary: 'End it.', commands: ['kill -9 7'] },
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
  mending: { by: 'helper', act: 'separate', container: 'db', summary: 'Give db a new pair.' },
};
const map: WallMap = {
  containers: ['web', 'db', 'old'].map((name) => ({ name, context: null, content: null })),
  rows: ['-cu', 'o-u', 'uu-'],
};

function audited(findings: readonly Finding[]): SomeHandlers {
  return {
    async *'wall.audit'() {
      yield { type: 'progress', step: 'host', fraction: 0 };
      yield { type: 'map', map };
      for (const finding of findings) yield { type: 'finding', finding };
      return { findings: findings.length, containers: 3, labels: false, checkedAt: 1 };
    },
  };
}

async function walls(words: readonly string[], handlers: SomeHandlers): ReturnType<typeof runCommand> {
  host = await startSocketHost(handlers);
  return runCommand(['walls', ...words], { socketPath: host.socketPath });
}

describe('walls', () => {
  it('gives each finding with its evidence and what mends it', async () => {
    expect(await walls([], audited([shared, stray]))).toEqual({
      exitCode: 0,
      stderr: '',
      stdout: `broken  web and db have the same categories, c5 and c6: each reaches the files of the others.
        web: u:r:t:s0:c5,c6
        -> Give db a new pair.
           bulkheadctl walls --mend separate:db

broken  A process in web has another context than its init, one that confines nothing.
        1 in a:b:unconfined_t:s0
        -> End it.
           kill -9 7
`,
    });
  });

  it('writes a line of JSON for each, in which what a container wrote is data', async () => {
    const { stdout } = await walls(['--json'], audited([stray]));
    expect(stdout).not.toContain('\u001b');
    expect(linesOf(stdout)).toEqual([stray]);
  });

  it.each([
    [[], 0],
    [[{ ...shared, severity: 'notice' as const }], 0],
    [[shared], 1],
  ])('is strict when asked to be', async (findings, exitCode) => {
    expect((await walls(['--strict', '--quiet'], audited(findings))).exitCode).toBe(exitCode);
  });

  it('says that every wall stands', async () => {
    expect(await walls([], audited([]))).toEqual({
      exitCode: 0,
      stdout: '',
      stderr: 'Every wall stands: 3 containers were looked at.\n',
    });
  });

  it('draws the map', async () => {
    const { stdout } = await walls(['--map'], audited([]));
    expect(stdout.split('\n').slice(0, 4)).toEqual(['       1 2 3', '1 web    c ?', '2 db   O   ?', '3 old  ? ?']);
  });

  it('mends one', async () => {
    const asked: unknown[] = [];
    const outcome = await walls(['--mend', 'separate:db'], {
      'wall.separate': async (params) => (asked.push(params), fakeContainer({ name: 'db', categories: ['c1', 'c2'] })),
    });
    expect([outcome, asked]).toEqual([{ exitCode: 0, stdout: 'separated db: c1,c2\n', stderr: '' }, [{ name: 'db' }]]);
  });

  it.each([
    ['--mend', 'raze:db'],
    ['--mend', 'stop:../db'],
    ['--mend', 'stop:db', '--strict'],
  ])('refuses %s %s', async (...words) => {
    expect((await runCommand(['walls', ...words])).exitCode).toBe(2);
  });
});
