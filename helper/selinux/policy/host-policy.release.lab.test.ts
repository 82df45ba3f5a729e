// SPDX-License-Identifier: Apache-2.0
/**
 * The policy of the host, changed by its administrator while containers run: modules that say something about
 * Bulkhead's types, neverallow rules checked by semodule itself, modules of the distribution installed again, and one of
 * them gone whose type a container's module names.
 */

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Finding } from '../../../contract/model/isolation-finding.ts';
import { openLabClient, type LabClient } from '../../../hosts/fixtures/lab-client.ts';
import { useTestLab } from '../../../lab/test-lab.ts';
import { readResult } from '../../../rpc/read-result.ts';
import { withRules } from '../../../sepolicy/own-domain/generate.ts';

const lab = await useTestLab();
const suffix = Date.now().toString(36);
const [name, shared] = [`host-policy-${suffix}`, `host-shared-${suffix}`] as const;
const slow = { timeout: 1_800_000 };
let helper: LabClient;
/** The contexts of both at their start. */
let started: readonly (string | null)[];

beforeAll(async () => {
  helper = await openLabClient(lab);
  const client = await helper.client();
  const common = { image: 'debian-13', start: true };
  await Promise.all([
    readResult(client.stream('container.create', { ...common, name, confinement: 'own' })),
    readResult(client.stream('container.create', { ...common, name: shared })),
  ]);
  started = await contexts();
}, slow.timeout);
afterAll(() => lab.reset(), slow.timeout);

/** Reads the contexts of their init processes, as the kernel has them. */
async function contexts(): Promise<readonly (string | null)[]> {
  const { containers } = await (await helper.client()).request('container.list', {});
  return [name, shared].map((one) => containers.find((container) => container.name === one)?.context ?? null);
}

async function isolationFindings(): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  const stream = (await helper.client()).stream('isolation.audit', { labels: false });
  for await (const item of stream) if (item.type === 'finding') findings.push(item.finding);
  return findings;
}

async function checkOf(id: string): Promise<string> {
  const { checks } = await (await helper.client()).request('doctor.check', {});
  const check = checks.find((one) => one.id === id);
  return `${check?.state ?? 'missing'}: ${check?.message ?? ''}`;
}

/** Both run where they ran, and the kernel keeps them apart. */
async function expectIsolated(): Promise<void> {
  expect(await contexts()).toEqual(started);
  const broken = (await isolationFindings()).filter(({ severity }) => severity === 'broken');
  expect(broken).toEqual([]);
}

const mine = '(allow bulkhead_t etc_t (file (read)))\n(allow bulkhead_t self (process (ptrace)))\n';
const again = '(type bulkhead_t)\n';

describe("modules of the administrator's, one with rules for containers, one with a type of ours", () => {
  it('are taken by semodule, also with all neverallow rules (expand-check=1), and nothing changes', slow, async () => {
    const configuration = '/etc/selinux/semanage.conf';
    await lab.mustRun(`sed -i.kept s/^expand-check=0/expand-check=1/ ${configuration}
grep -q ^expand-check=1 ${configuration}`);
    try {
      await lab.mustRun(['tee', '/tmp/mine.cil'], { input: mine });
      await lab.mustRun(['tee', '/tmp/again.cil'], { input: again });
      await lab.mustRun('semodule -i /tmp/mine.cil /tmp/again.cil');
    } finally {
      await lab.mustRun(['mv', `${configuration}.kept`, configuration]);
    }
    await expectIsolated();
  });

  it('are named by the doctor, the worse first', slow, async () => {
    expect(await checkOf('foreign-modules')).toMatch(
      /^fail: The policy module again \(priority 400\) says \(type bulkhead_t\): bulkhead_t is a name of .* 2 more such/,
    );
  });

  it('are findings of the audit, which asks the kernel what of the rules holds', slow, async () => {
    const found = (await isolationFindings()).filter(({ kind }) => kind === 'foreign-module');
    expect(found).toMatchObject([
      { module: 'again', severity: 'weak' },
      {
        module: 'mine',
        severity: 'notice',
        evidence: [expect.stringContaining('it has no effect'), expect.stringContaining('it holds for every')],
      },
    ]);
  });
});

describe('an update of the policy that takes a type away', () => {
  it('goes through; the container loses the rules about it, and the audit says so', slow, async () => {
    const client = await helper.client();
    const { source, module } = await client.request('policy.show', { name });
    const { domain } = module;
    const rule = `(allow ${domain} ntpd_t (unix_stream_socket (connectto)))`;
    const extended = withRules(source, [`(call bulkhead_reach (${domain} ntpd_t))`, rule], 'Time.');
    await readResult(client.stream('policy.install', { name, source: extended }));
    // The package of the policy does the same: its base module is installed again, and what it does not have any more
    // is gone.
    await lab.mustRun(
      'cd $(mktemp -d) && semodule -X 100 --cil -E base && semodule -X 100 -i base.cil -r ntp -X 400 -r mine again',
    );
    expect((await client.request('policy.show', { name })).source).toBe(extended);
    const found = (await isolationFindings()).filter(({ kind }) => kind === 'lost-types' || kind === 'foreign-module');
    expect(found).toMatchObject([{ kind: 'lost-types', containers: [name], types: ['ntpd_t'], severity: 'notice' }]);
    expect(await checkOf('foreign-modules')).toMatch(/^ok: /);
    await expectIsolated();
  });
});
