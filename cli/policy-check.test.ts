// SPDX-License-Identifier: Apache-2.0
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { policyText } from '../lab/policies/policy-text.ts';
import { keptPolicyModules } from '../lab/recipe/policy-modules.ts';
import { linesOf, runCommand } from './fixtures/run-command.ts';
import { withCompiler } from './policy-check/compile-sources.ts';
import { gatherSources } from './policy-check/policy-sources.ts';
import { readStore } from './policy-check/read-store.ts';

let folder: string;
/** The policy of Debian 13, as far as the lab has it. */
let debian: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bulkhead-check-'));
  debian = await policyText('debian13', keptPolicyModules);
}, 120_000);
afterAll(() => rm(folder, { recursive: true }));

async function fileWith(name: string, text: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
}

/** A module store with these modules, each at `PRIORITY/NAME`. */
async function storeWith(name: string, modules: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
  const store = join(folder, name);
  for (const [place, text] of Object.entries(modules)) {
    await mkdir(join(store, 'active/modules', place), { recursive: true });
    await writeFile(join(store, 'active/modules', place, 'cil'), text);
  }
  return store;
}

function withoutLevels(policy: string): string {
  return policy.replace('(mls true)', '(mls false)').replace(/^\(mlsconstrain[\s\S]*?^(?=\((?!mlsconstrain))/gm, '');
}

/** Gives the policy with only its first categories. */
function withCategories(count: number, policy: string): string {
  const names = Array.from({ length: count }, (_, number) => `c${number}`);
  return policy
    .replace(/^\(category .*\n/gm, '')
    .replace(
      /^\(categoryorder .*$/m,
      [...names.map((name) => `(category ${name})`), `(categoryorder (${names.join(' ')}))`].join('\n'),
    )
    .replaceAll('c1023', `c${count - 1}`);
}

describe('a policy that the modules do not fit', () => {
  it('is reported by the file and line of each statement, the unknown name, and what to do', async () => {
    const policy = await fileWith('no-ptmx.cil', debian.replace(/\bptmx_t\b/g, 'pt_t'));
    const { exitCode, stdout, stderr } = await runCommand(['policy', 'check', policy]);
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/^base\/bulkhead[\w-]*\.cil:\d+: failure: this policy has no ptmx_t$/m);
    expect(stdout).toMatch(/^ {4}\(allow bulkhead_uses_host ptmx_t \(chr_file \([\w ]+\)\)\)$/m);
    expect(stdout).toMatch(/^ {4}To do: name what this policy has instead, or put the statement into an optional/m);
    expect(stdout).toMatch(/^\d+ statements of \S+no-ptmx\.cil and Bulkhead's modules do not fit together\.$/m);
    expect(stderr).toBe('');
  });

  it('gives scripts a line for each, and one for all', async () => {
    const policy = await fileWith('no-fusefs.cil', debian.replace(/\bfusefs_t\b/g, 'fuse_t'));
    const { exitCode, stdout } = await runCommand(['--json', 'policy', 'check', policy]);
    const lines = linesOf(stdout) as readonly Readonly<Record<string, unknown>>[];
    expect(exitCode).toBe(1);
    expect(lines).toContainEqual({
      severity: 'failure',
      file: expect.stringMatching(/^base\/bulkhead/) as string,
      line: expect.any(Number) as number,
      statement: expect.stringContaining('fusefs_t') as string,
      problem: 'this policy has no fusefs_t',
      advice: expect.any(String) as string,
    });
    expect(lines.at(-1)).toEqual({ policy, failures: lines.length - 1, counts: [] });
  });
});

describe('a policy that cannot isolate containers, or says something of them itself', () => {
  const check = async (name: string, text: string): Promise<Awaited<ReturnType<typeof runCommand>>> =>
    runCommand(['policy', 'check', await fileWith(name, text)]);

  it('has no levels: a failure, also where the modules compile', async () => {
    const { exitCode, stdout } = await check('no-mls.cil', withoutLevels(debian));
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/^failure: the policy was built without levels: .*\n {4}\(mls false\)\n {4}To do: use a /m);
  });

  it('is compiled without levels: cannot be read, and the reason', async () => {
    const cil = await fileWith('no-mls-to-compile.cil', withoutLevels(debian));
    const path = join(folder, 'no-mls');
    execFileSync('secilc', ['-m', '-N', cil, '-o', path, '-f', '/dev/null']);
    expect(await runCommand(['policy', 'check', path])).toMatchObject({
      exitCode: 1,
      stderr: expect.stringMatching(/^bulkheadctl: cannot read \S+: it was built without levels/) as string,
    });
  });

  it('has few categories: a failure', async () => {
    const { exitCode, stdout } = await check('few.cil', withCategories(64, debian));
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/^failure: the policy has fewer than 1024 categories/);
  });

  it('declares a type of ours: a failure with its line, although the compiler takes it', async () => {
    const { exitCode, stdout } = await check('type.cil', `${debian}\n(type bulkhead_t)\n`);
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(
      /^policy\.cil:\d+: failure: bulkhead_t is a name of Bulkhead's: .*\n {4}\(type bulkhead_t\)\n {4}To do: remove the module/m,
    );
  });

  it('declares a macro of ours: both places', async () => {
    const { stdout } = await check(
      'macro.cil',
      `${debian}\n(macro bulkhead_own ((type T)) (allow T T (process (fork))))\n`,
    );
    expect(stdout).toMatch(/^base\/bulkhead-own\.cil:\d+: failure: bulkhead_own is declared a second time$/m);
    expect(stdout).toMatch(/^policy\.cil:\d+: failure: bulkhead_own is a name of Bulkhead's/m);
  });

  it("has a rule of the administrator's: whether deny rules take it away", async () => {
    const store = await storeWith('with-a-rule', {
      '100/base': debian,
      '400/mine': '(allow bulkhead_t etc_t (file (read)))\n(allow bulkhead_t self (process (ptrace)))\n',
    });
    const { exitCode, stdout } = await runCommand(['policy', 'check', store]);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(
      /^policy\/mine\.cil:1: note: it has no effect: a deny rule .*\n {4}\(allow bulkhead_t etc_t .*\n.*bulkhead_reachable \(etc_t\)/m,
    );
    expect(stdout).toMatch(/^policy\/mine\.cil:2: note: it holds for every container that has bulkhead_t$/m);
    expect(stdout).toMatch(/^Accesses: /m);
  });
});

it('is not there: says so', async () => {
  expect(await runCommand(['policy', 'check', join(folder, 'gone')])).toEqual({
    exitCode: 1,
    stdout: '',
    stderr: `bulkheadctl: cannot read ${folder}/gone: there is no such file\n`,
  });
});

describe('what is compiled', () => {
  it('has every base module, and modules of containers with the types of this policy', async () => {
    const { sources, remarks } = await gatherSources(await fileWith('debian.cil', debian));
    const installed = (await readdir(new URL('../policy/selinux', import.meta.url))).filter((name) =>
      /\.cil$/.test(name),
    );
    expect([...sources.base.keys()]).toEqual(installed.sort().map((name) => `base/${name}`));
    expect([...sources.container.keys()]).toEqual([
      'container/plain.cil',
      'container/ports-and-volumes.cil',
      'container/learning.cil',
    ]);
    expect(sources.container.get('container/ports-and-volumes.cil')).toMatch(/http_port_t[^]*postgresql_port_t/);
    expect(sources.container.get('container/plain.cil')).not.toContain('http_port_t');
    expect(remarks).toEqual([]);
  });

  it('is said to be less where the policy has no neverallow rules, and where it has the modules already', async () => {
    const { remarks } = await gatherSources(
      await fileWith(
        'loaded.cil',
        '(typeattribute bulkhead_domain)\n(type bulkhead_t)\n(type bulkhead_file_t)\n(allow a_t b_t (file (read)))\n',
      ),
    );
    expect(remarks.map((remark) => remark.split(/[:,]/)[0])).toEqual([
      'a compiled policy has no neverallow rules',
      "this policy has Bulkhead's modules in it already",
    ]);
  });
});

describe('a module store', () => {
  it('gives each module once, from its highest priority, without those that are disabled or compiled again', async () => {
    const store = await storeWith('store', {
      '100/base': '(type one_t)',
      '100/web': '(type old_t)',
      '400/web': '(type new_t)',
      '100/off': '(type off_t)',
      '400/bulkhead': '(type bulkhead_t)',
    });
    await mkdir(join(store, 'active/modules/disabled'));
    await writeFile(join(store, 'active/modules/disabled/off'), '');
    expect([...(await readStore(store, new Set(['bulkhead'])))]).toEqual([
      ['policy/base.cil', '(type one_t)'],
      ['policy/web.cil', '(type new_t)'],
    ]);
  });

  it('is read when its modules are compressed', async () => {
    const store = await storeWith('compressed', {
      '100/base': execFileSync('bzip2', { input: '(type one_t)' }),
    });
    expect([...(await readStore(store, new Set()))]).toEqual([['policy/base.cil', '(type one_t)']]);
  });

  it('is not read when a module of it has no text yet', async () => {
    const store = await storeWith('uncompiled', { '100/base': '' });
    await rm(join(store, 'active/modules/100/base/cil'));
    await expect(readStore(store, new Set())).rejects.toThrow(
      'the module was not compiled yet; run semodule -B, then try again',
    );
  });
});

it('compiles in a folder that is gone at the end, and writes again what has changed', async () => {
  let compiledIn = '';
  const accepted = await withCompiler(new AbortController().signal, async (compile, policyPath) => {
    compiledIn = policyPath;
    const broken = new Map([['policy.cil', `${debian}\n(allow gone_t gone_t (file (read)))`]]);
    const denied = await compile(broken);
    expect(denied.output).toMatch(/^Failed to resolve allow statement at policy\.cil:\d+$/m);
    return [denied.isAccepted, (await compile(new Map([['policy.cil', debian]]))).isAccepted];
  });
  expect(accepted).toEqual([false, true]);
  await expect(readFile(compiledIn)).rejects.toThrow('ENOENT');
});
