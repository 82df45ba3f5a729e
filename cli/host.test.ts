// SPDX-License-Identifier: Apache-2.0
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { given } from '../testing/given-host.ts';
import { linesOf, type Outcome, runCommand } from './fixtures/run-command.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'bulkhead-home-'));
});
afterEach(() => rmSync(home, { recursive: true }));

const run = (words: readonly string[], variables: Record<string, string> = {}): Promise<Outcome> =>
  runCommand(words, { variables: { HOME: home, ...variables } });

/** The host that a command asks, none of which there is. */
async function asked(words: readonly string[], variables: Record<string, string> = {}): Promise<string> {
  const { stderr } = await run([...words, 'ls', '--json'], variables);
  return (JSON.parse(stderr) as { error: { data: { host: string } } }).error.data.host;
}

/** Reaches no network: a lab that there is not. */
const lab = (name: string): string => `lab://operator@${name}`;

describe('the host without --host', () => {
  it('is this machine, then what was chosen, then BULKHEAD_HOST, and --host is above all (M16)', async () => {
    expect(await asked([])).toBe('local');
    expect((await run(['host', 'use', lab('one')])).stdout).toBe(`commands without --host now mean ${lab('one')}\n`);
    expect(await asked([])).toBe(lab('one'));
    expect(await asked([], { BULKHEAD_HOST: lab('two') })).toBe(lab('two'));
    expect(await asked([], { BULKHEAD_HOST: '' })).toBe(lab('one'));
    expect(await asked(['--host', 'local'], { BULKHEAD_HOST: lab('two') })).toBe('local');
    await run(['host', 'use', 'local']);
    expect(await asked([])).toBe('local');
  });

  it('is kept where the user has his configuration', async () => {
    const folder = join(home, 'elsewhere');
    await run(['host', 'use', 'ssh://one'], { XDG_CONFIG_HOME: folder });
    expect(JSON.parse(readFileSync(join(folder, 'bulkhead/bulkheadctl.json'), 'utf8'))).toEqual({ host: 'ssh://one' });
    await run(['host', 'use', 'ssh://two'], { XDG_CONFIG_HOME: 'not/whole' });
    expect(readFileSync(join(home, '.config/bulkhead/bulkheadctl.json'), 'utf8')).toContain('ssh://two');
  });

  it.each([['no JSON'], ['{"host":"nowhere"}'], ['{"hosts":[]}'], ['']])(
    'is not guessed where %j was kept: no host is asked, and another can be chosen',
    async (text) => {
      mkdirSync(join(home, '.config/bulkhead'), { recursive: true });
      writeFileSync(join(home, '.config/bulkhead/bulkheadctl.json'), text);
      const { exitCode, stderr } = await run(['ls']);
      expect(exitCode).toBe(1);
      expect(stderr).toContain('choose one again with: bulkheadctl host use HOST');
      expect((await run(['host', 'use', 'local'])).exitCode).toBe(0);
      expect(await asked([])).toBe('local');
    },
  );

  it('is not guessed from a variable that names none', async () => {
    const { exitCode, stderr } = await run(['ls'], { BULKHEAD_HOST: 'one' });
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('BULKHEAD_HOST is one, and a host is local')]);
  });
});

describe('host ls', () => {
  it('lists the hosts of the ssh configuration, and says which is meant and why', async () => {
    mkdirSync(join(home, '.ssh'));
    writeFileSync(join(home, '.ssh/config'), 'Host one two\n');
    await run(['host', 'use', 'ssh://two']);
    const { stdout } = await run(['host', 'ls']);
    expect(stdout).toMatch(/^HOST +DEFAULT +CHOSEN BY\nlocal +- +-\nssh:\/\/two +yes +host use\nssh:\/\/one +- +-\n$/);
    expect(linesOf((await run(['host', 'ls', '--json'], { BULKHEAD_HOST: 'local' })).stdout)).toEqual([
      { host: 'local', default: true },
      { host: 'ssh://one', default: false },
      { host: 'ssh://two', default: false },
    ]);
  });

  it('asks no host', async () => {
    const socketPath = await given({});
    expect((await runCommand(['host', 'ls'], { socketPath, variables: { HOME: home } })).exitCode).toBe(0);
  });
});
