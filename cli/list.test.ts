// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { fail } from '../contract/errors.ts';
import type { ContainerHealth } from '../contract/model/containers/health.ts';
import type { SomeHandlers } from '../testing/socket-host.ts';
import { linesOf, runCommand } from './fixtures/run-command.ts';
import { fakeContainer, stoppedContainer } from '../testing/models/container.ts';
import { fakeGroup } from '../testing/models/denial.ts';
import { given, givenCalls } from '../testing/given-host.ts';
import { noDenials, sampling } from '../testing/common-handlers.ts';
import { sample } from 'fast-check';
import { isBeyondDoubt, isolationFacts, judgedContainer } from '../testing/models/isolation-states.ts';
import { columnsFor } from './format/columns/container-columns.ts';
import type { ContainerRow } from './format/container-row.ts';
import { webRow, dbRow } from './fixtures/container-rows.ts';

describe('ls', () => {
  const listing: SomeHandlers = {
    ...sampling,
    'container.list': async () => ({ containers: [fakeContainer(), stoppedContainer] }),
  };

  it('gives a line for each container, with sample and denials', async () => {
    const since: (number | undefined)[] = [];
    const socketPath = await given({
      ...listing,
      'denial.query': async (query) => {
        since.push(query.since);
        return {
          groups: [fakeGroup({ count: query.container === 'web' ? 2 : 5 })],
          events: [],
          lost: 0,
          auditLog: null,
        };
      },
    });
    const { stdout, exitCode } = await runCommand(['ls', '--json'], { socketPath, now: 100_000 });
    expect(linesOf(stdout)).toEqual([{ ...webRow, denials_24h: 2 }, dbRow]);
    expect({ exitCode, since }).toEqual({ exitCode: 0, since: [13_600, 13_600] });
  });

  it('gives only the names of those that the filter finds, and asks for nothing else (section 6)', async () => {
    const socketPath = await given(listing);
    expect((await runCommand(['ls', '--names'], { socketPath })).stdout).toBe('web\ndb\n');
    expect((await runCommand(['ls', '--names', 'state:stopped'], { socketPath })).stdout).toBe('db\n');
    expect(givenCalls()).not.toContain('denial.query');
  });

  it('shows engine and member only where there is a container of Incus', async () => {
    const head = async (containers: ReturnType<typeof fakeContainer>[]): Promise<readonly string[]> => {
      const socketPath = await given({ ...listing, ...noDenials, 'container.list': async () => ({ containers }) });
      return (await runCommand(['ls'], { socketPath })).stdout.split('\n');
    };
    expect((await head([fakeContainer()]))[0]).not.toMatch(/ENGINE|MEMBER/);
    const lines = await head([fakeContainer(), fakeContainer({ name: 'there', engine: 'incus', member: 'two' })]);
    expect(lines[0]).toMatch(/^NAME +ENGINE +MEMBER +STATE/);
    expect(lines.find((line) => line.startsWith('there'))).toMatch(/^there +incus +two/);
  });

  it('says below the list why running containers have no address (N3)', async () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
    const without = names.map((name) => fakeContainer({ name, addresses: [], addressProblem: 'none-left' }));
    const containers = [
      ...without,
      fakeContainer({ name: 'new', addresses: [], addressProblem: 'just-started' }),
      fakeContainer({ name: 'alone', addresses: [], addressProblem: 'no-network' }),
      fakeContainer(),
    ];
    const socketPath = await given({ ...listing, ...noDenials, 'container.list': async () => ({ containers }) });
    const { stderr } = await runCommand(['ls'], { socketPath });
    const lines = stderr.trim().split('\n');
    expect(lines[0]).toBe('a has no address that works: the DHCP server of its bridge has no address left.');
    expect([lines.length, lines[5]]).toEqual([6, 'So it is with 2 more; --json has the reasons.']);
    const { stdout } = await runCommand(['ls', '--json'], { socketPath });
    const problems = (linesOf(stdout) as { readonly address_problem: unknown }[]).map((row) => row.address_problem);
    expect(problems).toEqual([...names.map(() => 'none-left'), 'just-started', 'no-network', null]);
  });

  it('leaves the denials open for those who may not see them', async () => {
    const socketPath = await given(
      { ...listing, ...noDenials },
      { admit: (name) => (name === 'denial.query' ? fail('not-authorised', { action: 'view-denials' }) : undefined) },
    );
    const { stdout, exitCode } = await runCommand(['ls', '--json'], { socketPath });
    expect({ exitCode, lines: linesOf(stdout) }).toEqual({
      exitCode: 0,
      lines: [
        { ...webRow, denials_24h: null },
        { ...dbRow, denials_24h: null },
      ],
    });
  });

  it('asks for one password at most: the denials are counted for those who need none for them', async () => {
    const asked: string[] = [];
    const socketPath = await given(
      { ...listing, ...noDenials },
      {
        // This host answers as polkit does where every action needs a password.
        admit: (name, isInteractive) => {
          if (isInteractive) asked.push(name);
          else fail('not-authorised', { action: 'view-denials' });
        },
      },
    );
    const { stdout, stderr, exitCode } = await runCommand(['ls'], { socketPath });
    expect({ exitCode, asked }).toEqual({ exitCode: 0, asked: ['container.list', 'sample.watch'] });
    expect(stdout).toMatch(/ 10 GiB {2,}- {2}-\n/);
    expect(stderr).toContain('You are not authorised to see denials without a password. See them with: bulkheadctl');
  });

  it('aligns a table', async () => {
    const socketPath = await given({ ...listing, ...noDenials });
    const { stdout } = await runCommand(['ls'], { socketPath });
    expect(stdout).toBe(
      [
        'NAME  STATE    ISOLATED  DOMAIN      CATEGORIES  IMAGE      ADDRESS   MEMORY    LIMIT  TASKS   DISK   LIMIT  DENIALS 24H  TAGS',
        'web   running  unknown   bulkhead_t  c5,c6       debian-13  10.0.3.7  64 MiB  512 MiB      9  2 KiB  10 GiB            0  -',
        'db    stopped  unknown   bulkhead_t  c5,c6       debian-13  -              -  512 MiB      -      -  10 GiB            0  -',
        '',
      ].join('\n'),
    );
  });

  it('finds by the filter of the window, and asks only for what that names (M16)', async () => {
    const containers = [
      fakeContainer({ tags: ['prod'] }),
      fakeContainer({ name: 'mail', tags: ['test'] }),
      stoppedContainer,
    ];
    const healthy: ContainerHealth = {
      checkedAt: 100,
      units: { state: 'known', failed: [], isCut: false },
      listening: { state: 'known', sockets: [], isCut: false },
      updates: { state: 'known', count: 0, securityCount: 0, packages: [], listsAt: 50 },
      isRestartRequired: false,
    };
    const socketPath = await given({
      ...listing,
      'container.list': async () => ({ containers }),
      'container.health': async ({ name }) => (name === 'web' ? fail('container-not-running', { name }) : healthy),
      'denial.query': async ({ since, container }) => ({
        groups:
          (since ?? 0) > 1_795_510_000 && container !== 'db'
            ? [
                fakeGroup({ containers: ['mail'], permissive: true }),
                fakeGroup({ id: '0123456789abcde0', containers: ['web'] }),
              ]
            : [],
        events: [],
        lost: 0,
        auditLog: null,
      }),
    });
    const found = async (...filter: readonly string[]): Promise<readonly unknown[]> =>
      (linesOf((await runCommand(['ls', ...filter, '--json'], { socketPath })).stdout) as { name: string }[]).map(
        ({ name }) => name,
      );
    expect(await found('state:running')).toEqual(['web', 'mail']);
    expect(givenCalls()).not.toContain('container.health');
    expect(await found('state:running', '-tag:test')).toEqual(['web']);
    expect(await found('-state:running')).toEqual(['db']);
    expect(await found('mail')).toEqual(['mail']);
    expect(await found('memory>100M')).toEqual([]);
    expect(await found('memory>1M', 'web')).toEqual(['web']);
    expect(await found('denials>0')).toEqual(['mail']);
    expect(await found('health:ok')).toEqual(['mail']);
  });

  it.each([
    ['stat:running', 'Unknown field "stat". Did you mean state?'],
    ['state:runing', 'No state is called "runing". Did you mean running?'],
    ['memory>much', 'Cannot compare memory with "much": write for example memory>100M.'],
  ])('does not understand the filter %s', async (filter, problem) => {
    const socketPath = await given({ ...listing, ...noDenials });
    expect(await runCommand(['ls', filter], { socketPath })).toEqual({
      exitCode: 2,
      stdout: '',
      stderr: `bulkheadctl: cannot understand the command: the filter: ${problem}\n`,
    });
  });

  it('fits a terminal, 80 columns where it does not say how many, and is whole with --wide (M15)', async () => {
    const container = fakeContainer({ name: 'a-container-of-a-long-name', domain: 'bulkhead_c_intranet_t' });
    const socketPath = await given({
      ...listing,
      ...noDenials,
      'container.list': async () => ({ containers: [container] }),
    });
    const variables = { NO_COLOR: '1' };
    const at = async (columns: number, ...words: readonly string[]): Promise<string> =>
      (await runCommand(['ls', ...words], { socketPath, terminal: { columns, rows: 24 }, variables })).stdout;
    const widthOf = (text: string): number => Math.max(...text.split('\n').map((line) => line.length));
    expect(await at(80)).toBe(
      [
        'NAME          STATE    ISOLATED  DOMAIN        CATEGORIES  ADDRESS   DENIALS 24H',
        'a-container…  running  unknown   bulkhead_c_…  c5,c6       10.0.3.7            0',
        '',
      ].join('\n'),
    );
    expect(await at(0)).toBe(await at(80));
    expect(widthOf(await at(120))).toBeLessThanOrEqual(120);
    expect(await at(80, '--wide')).toBe((await runCommand(['ls'], { socketPath })).stdout);
  });

  it('gives a document of YAML for each with --format yaml', async () => {
    const socketPath = await given({ ...listing, ...noDenials });
    const { stdout } = await runCommand(['--format', 'yaml', 'ls'], { socketPath });
    expect(parseAllDocuments(stdout).map((document) => document.toJS() as unknown)).toEqual([webRow, dbRow]);
    expect((await runCommand(['ls', '--format=json'], { socketPath })).stdout).toBe(
      (await runCommand(['ls', '--json'], { socketPath })).stdout,
    );
    expect((await runCommand(['ls', '--format', 'table'], { socketPath })).stdout).toMatch(/^NAME /);
    expect((await runCommand(['ls', '--json', '--format', 'yaml'], { socketPath })).exitCode).toBe(2);
  });

  it('gives an error as a value where results are values', async () => {
    for (const words of [['--format=yaml'], ['--format', 'json'], ['--json']])
      expect(JSON.parse((await runCommand([...words, 'ls'])).stderr)).toMatchObject({
        error: { code: 'host-unreachable' },
      });
  });

  it('has colour on a terminal, and none with NO_COLOR', async () => {
    const socketPath = await given({ ...listing, ...noDenials });
    const terminal = { columns: 80, rows: 24 };
    expect((await runCommand(['ls'], { socketPath, terminal })).stdout).toContain('\x1b[32mrunning');
    expect((await runCommand(['ls'], { socketPath, terminal, variables: { NO_COLOR: '1' } })).stdout).not.toContain(
      '\x1b',
    );
  });

  it('prints nothing on stdout when there are none', async () => {
    const socketPath = await given({ ...noDenials, 'container.list': async () => ({ containers: [] }) });
    expect(await runCommand(['ls', '--json'], { socketPath })).toEqual({ exitCode: 0, stdout: '', stderr: '' });
  });

  it('ends quietly when nobody reads its output', async () => {
    const socketPath = await given({ ...listing, ...noDenials });
    expect(await runCommand(['ls', '--json'], { socketPath, brokenOutput: 'EPIPE' })).toEqual({
      exitCode: 0,
      stdout: '',
      stderr: '',
    });
    expect(await runCommand(['ls'], { socketPath, brokenOutput: 'ENOSPC' })).toMatchObject({
      exitCode: 1,
      stderr: 'bulkheadctl: cannot write the output: broken\n',
    });
  });
});

describe('the verdict of isolation in ls', () => {
  it('is green exactly when nothing is in doubt, and the same in the JSON', async () => {
    const facts = sample(isolationFacts, { numRuns: 200, seed: 7 });
    const containers = facts.map((one, index) => ({ ...judgedContainer(one), name: `c${index}` }));
    const socketPath = await given({ ...sampling, ...noDenials, 'container.list': async () => ({ containers }) });
    const rows = linesOf((await runCommand(['ls', '--json'], { socketPath })).stdout) as unknown as ContainerRow[];
    expect(rows.map(({ isolation }) => isolation === 'isolated')).toEqual(facts.map(isBeyondDoubt));
    expect(rows.filter((row) => columnsFor(rows)[2]?.colour?.(row) === 'green')).toEqual(
      rows.filter((_, index) => facts[index] !== undefined && isBeyondDoubt(facts[index])),
    );
    expect(rows.every(({ isolation_reasons: reasons }) => reasons.length > 0)).toBe(true);
  });
});
