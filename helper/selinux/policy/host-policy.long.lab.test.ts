// SPDX-License-Identifier: Apache-2.0
/**
 * The policy of the host, changed by its administrator while containers run: modules that say something about
 * Bulkhead's types, neverallow rules checked by semodule itself, modules of the distribution installed anew, and one of
 * them gone whose type a container's module names.
 */

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Finding } from '../../../contract/model/isolation-finding.ts';
import { openLabClient, type LabClient } from '../../../hosts/fixtures/lab-client.ts';
import { useTestLab } from '../../../lab/test-lab.ts';
import { withRules } from '../../../sepolicy/own-domain/generate.ts';
import { policyNames } from '../../../sepolicy/own-domain/names.ts';

const lab = await useTestLab();
const suffix = Date.now().toString(36);
const [name, shared] = [`host-policy-${suffix}`, `host-shared-${suffix}`] as const;
const { domain } = policyNames(name);
const slow = { timeout: 1_800_000 };
let helper: LabClient;
/** The contexts of both at their start. */
let started: readonly (string | null)[];

beforeAll(async () => {
  helper = await openLabClient(lab);
  const client = await helper.client();
  const common = { image: 'debian-13', start: true };
  await Promise.all([
    client.stream('container.create', { ...common, name, confinement: 'own' }).result,
    client.stream('container.create', { ...common, name: shared }).result,
  ]);
  started = await contexts();
}, slow.timeout);
afterAll(() => lab.reset(), slow.timeout);

/** Of their init processes, as the kernel has them. */
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

const ofModule = async (module: string): Promise<readonly Finding[]> =>
  (await isolationFindings()).filter((finding) => finding.kind === 'foreign-module' && finding.module === module);

async function checkOf(id: string): Promise<string> {
  const { checks } = await (await helper.client()).request('doctor.check', {});
  const check = checks.find((one) => one.id === id);
  return `${check?.state ?? 'missing'}: ${check?.message ?? ''}`;
}

async function withModule(module: string, text: string, work: () => Promise<void>): Promise<void> {
  await lab.mustRun(`cat > /tmp/${module}.cil && semodule -i /tmp/${module}.cil`, { input: text });
  try {
    await work();
  } finally {
    await lab.mustRun(['semodule', '-r', module]);
  }
}

/** Both run where they ran, and the kernel keeps them apart. */
async function expectIsolated(): Promise<void> {
  expect(await contexts()).toEqual(started);
  const broken = (await isolationFindings()).filter(({ severity }) => severity === 'broken');
  expect(broken).toEqual([]);
}

describe("a module of the administrator's", () => {
  it('has a rule for containers: doctor, audit and policy check say whether it holds', slow, async () => {
    const rules = '(allow bulkhead_t etc_t (file (read)))\n(allow bulkhead_t self (process (ptrace)))\n';
    await withModule('mine', rules, async () => {
      expect(await checkOf('foreign-modules')).toMatch(
        /^warn: The policy module mine \(priority 400\) says .*no effect/,
      );
      expect(await ofModule('mine')).toMatchObject([
        {
          severity: 'notice',
          evidence: [expect.stringContaining('it has no effect'), expect.stringContaining('it holds for every')],
        },
      ]);
      const { code, stdout } = await lab.run(['bulkheadctl', 'policy', 'check']);
      expect([code, stdout]).toEqual([0, expect.stringContaining('policy/mine.cil:1: note: it has no effect')]);
    });
    expect(await checkOf('foreign-modules')).toMatch(/^ok: /);
    await expectIsolated();
  });

  it('declares a type of ours, which semodule takes: doctor and audit name it', slow, async () => {
    await withModule('again', '(type bulkhead_t)\n', async () => {
      expect(await checkOf('foreign-modules')).toMatch(/^fail: .* says \(type bulkhead_t\): bulkhead_t is a name of/);
      expect(await ofModule('again')).toMatchObject([{ severity: 'weak' }]);
      await expectIsolated();
    });
  });
});

describe('an update of the policy', () => {
  it('by semodule with all neverallow rules (expand-check=1)', slow, async () => {
    await lab.mustRun(`sed -i.kept s/^expand-check=0/expand-check=1/ /etc/selinux/semanage.conf
grep -q ^expand-check=1 /etc/selinux/semanage.conf`);
    try {
      await lab.mustRun(['semodule', '-B']);
    } finally {
      await lab.mustRun('mv /etc/selinux/semanage.conf.kept /etc/selinux/semanage.conf');
    }
    await expectIsolated();
  });

  it('that takes away a type goes through, and the container loses the rules about it alone', slow, async () => {
    const client = await helper.client();
    const { source } = await client.request('policy.show', { name });
    const rule = `(allow ${domain} ntpd_t (unix_stream_socket (connectto)))`;
    const extended = withRules(source, [`(call bulkhead_reach (${domain} ntpd_t))`, rule], 'Time.');
    await client.stream('policy.install', { name, source: extended }).result;
    const packages = '/usr/share/selinux/default';
    // As the package of the policy does it at an update: its base module anew, and what it does not have any more gone.
    await lab.mustRun(`semodule -X 100 -i ${packages}/base.pp.bz2 -r ntp`);
    try {
      expect((await client.request('policy.show', { name })).source).toBe(extended);
      expect((await isolationFindings()).filter(({ kind }) => kind === 'lost-types')).toMatchObject([
        { containers: [name], types: ['ntpd_t'], severity: 'notice' },
      ]);
      await expectIsolated();
    } finally {
      await lab.mustRun(`semodule -X 100 -i ${packages}/ntp.pp.bz2`);
    }
    expect((await isolationFindings()).filter(({ kind }) => kind === 'lost-types')).toEqual([]);
  });
});
