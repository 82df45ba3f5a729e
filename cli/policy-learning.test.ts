// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import type { AccessUsage, LearnedRule, PolicyModule } from '../contract/model/policy/policy-module.ts';
import type { RecordGap } from '../contract/model/policy/record-gap.ts';
import { startSocketHost } from '../testing/socket-host.ts';
import { runCommand } from './fixtures/run-command.ts';

const rule: LearnedRule = {
  group: '0000000000000001',
  rule: '(allow d proc_t (file (write)))',
  target: 'proc_t',
  class: 'file',
  permissions: ['write'],
  count: 2,
  last: 1_795_533_000,
  comms: ['nginx'],
  risk: { level: 'low', reason: 'Harmless.' },
  choice: null,
  advice: 'keep',
  reason: 'Harmless.',
};
const usage: AccessUsage = {
  granted: 800,
  used: 250,
  grantedOutside: 5,
  usedOutside: 2,
  accesses: [{ target: 'proc_t', class: 'file', permissions: ['open', 'read'] }],
  surplus: [
    { target: 'sysfs_t', class: 'dir', permissions: ['mounton', 'watch'] },
    { target: 'node_t', class: 'udp_socket', permissions: ['node_bind'] },
  ],
  unknown: [],
};
const module: PolicyModule = {
  container: 'web',
  module: 'bulkhead_c_web',
  domain: 'bulkhead_c_web_t',
  version: 3,
  state: 'installed',
  isPermissive: false,
  learningUntil: null,
  versions: [],
};

async function run(
  words: readonly string[],
  found: AccessUsage | null = usage,
  gaps: RecordGap[] = [],
): Promise<Awaited<ReturnType<typeof runCommand>> & { readonly adopted: readonly unknown[] }> {
  const adopted: unknown[] = [];
  const host = await startSocketHost({
    'policy.learned': async () => ({ rules: [rule], usage: found, gaps }),
    async *'policy.adopt'(params) {
      adopted.push(params);
      yield { step: 'install' as const, fraction: 0.5 };
      return module;
    },
  });
  try {
    return { ...(await runCommand([...words], { socketPath: host.socketPath })), adopted };
  } finally {
    await host.close();
  }
}

it('lists the rules that it learned as before, and how much of its grants was used', async () => {
  const { stdout, stderr } = await run(['policy', 'learned', 'web']);
  expect(stdout).toContain('(allow d proc_t (file (write)))');
  expect(stderr).toBe('Granted 800, used 250, 3.2 : 1. Outside its own types: granted 5, used 2, surplus 3.\n');
  expect((await run(['--json', 'policy', 'learned', 'web'])).stdout.trimEnd().split('\n')).toHaveLength(1);
});

it('lists what its module grants outside its own types, and whether it was used', async () => {
  const { stdout } = await run(['policy', 'learned', 'web', '--usage']);
  expect(stdout.trimEnd().split('\n')).toEqual([
    'USED  TYPE     CLASS       PERMISSIONS',
    'no    node_t   udp_socket  node_bind',
    'yes   proc_t   file        open read',
    'no    sysfs_t  dir         mounton watch',
  ]);
  expect(JSON.parse((await run(['--json', 'policy', 'learned', 'web', '--usage'])).stdout)).toMatchObject({
    granted_outside: 5,
    used_outside: 2,
    surplus: [{ target_type: 'sysfs_t', class: 'dir', permissions: ['mounton', 'watch'] }, { target_type: 'node_t' }],
  });
});

it('warns where not everything was recorded, also with --quiet and --json, and before it takes something away', async () => {
  const warning =
    /^bulkheadctl: What is listed may not be all .* auditd did not run .* Take nothing away by this list\./m;
  for (const words of [
    ['policy', 'learned', 'web'],
    ['--quiet', 'policy', 'learned', 'web', '--usage'],
    ['--json', 'policy', 'learned', 'web', '--usage'],
    ['policy', 'adopt', 'web', '--without-surplus'],
  ]) {
    expect((await run(words, usage, ['no-auditd'])).stderr).toMatch(warning);
    expect((await run(words)).stderr).not.toContain('may not be all');
  }
  const { stdout } = await run(['--json', 'policy', 'learned', 'web', '--usage'], usage, ['no-auditd']);
  expect(JSON.parse(stdout)).toMatchObject({ gaps: ['no-auditd'] });
});

it('takes nothing away unless that is said, and warns when it is', async () => {
  const rules = [{ group: rule.group, permissions: ['write'] }];
  expect((await run(['policy', 'adopt', 'web', '--low-risk'])).adopted).toEqual([{ name: 'web', rules, remove: [] }]);
  const { adopted, stderr } = await run(['policy', 'adopt', 'web', '--without-surplus', '--keep', 'sysfs_t:dir:watch']);
  expect(adopted).toEqual([
    {
      name: 'web',
      rules: [],
      remove: [
        { target: 'sysfs_t', class: 'dir', permissions: ['mounton'] },
        { target: 'node_t', class: 'udp_socket', permissions: ['node_bind'] },
      ],
    },
  ]);
  expect(stderr).toContain('Takes away 2 accesses: what web did not do while it learned will be denied.');
});

it('says what it cannot keep, and when nobody knows the surplus', async () => {
  const failing = async (words: readonly string[], found: AccessUsage | null = usage): Promise<readonly unknown[]> => {
    const { exitCode, stderr, adopted } = await run(['policy', ...words], found);
    return [exitCode, stderr.trimEnd(), adopted.length];
  };
  expect(await failing(['adopt', 'web', '--keep', 'sysfs_t:dir'])).toEqual([
    2,
    expect.stringContaining('--keep says what --without-surplus is to leave'),
    0,
  ]);
  expect(await failing(['adopt', 'web', '--without-surplus', '--keep', 'etc_t:dir'])).toEqual([
    2,
    expect.stringContaining('etc_t:dir: not among what nothing used'),
    0,
  ]);
  for (const words of [
    ['learned', 'web', '--usage'],
    ['adopt', 'web', '--without-surplus'],
  ])
    expect(await failing(words, null)).toEqual([2, expect.stringContaining('let it learn again'), 0]);
});
