// SPDX-License-Identifier: Apache-2.0
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLabClient, type LabClient } from '../../../hosts/fixtures/lab-client.ts';
import { useTestLab } from '../../../lab/test-lab.ts';
import { readResult } from '../../../rpc/read-result.ts';
import { policyNames } from '../../../sepolicy/own-domain/names.ts';
import { bind, may } from '../../selinux/fixtures/attempts.ts';

const lab = await useTestLab();
const suffix = Date.now().toString(36);
const [name, renamed, other] = [`ren-${suffix}`, `ren.new-${suffix}`, `ren-n-${suffix}`] as const;
const folder = `/srv/ren-${suffix}`;
const slow = { timeout: 1_800_000 };

let helper: LabClient;

beforeAll(async () => {
  await lab.mustRun(`mkdir -p ${folder}/sub && echo data > ${folder}/file && chcon -t public_content_t ${folder}/file`);
  helper = await openLabClient(lab);
  await Promise.all([
    helper.create({
      name,
      image: 'debian-13',
      // A domain with its own name, unlike a plain one, which keeps its name.
      confinement: 'learning',
      ports: [{ protocol: 'tcp', port: 8080 }],
      volumes: [{ source: folder, target: '/srv/data' }],
    }),
    helper.create({ name: other, image: 'debian-13' }),
  ]);
  const ports = [{ protocol: 'tcp' as const, port: 8080 }];
  await readResult((await helper.client()).stream('container.confine', { name, confinement: 'own', ports }));
  helper.adopt(renamed);
}, slow.timeout);
afterAll(async () => {
  await helper.close();
  await lab.mustRun(`umount ${folder} 2>/dev/null; rm -rf ${folder}`);
}, slow.timeout);

async function modules(): Promise<readonly string[]> {
  const all = (await lab.mustRun('semodule -l')).trim().split('\n');
  return all.filter((module) => [name, renamed].some((one) => policyNames(one).module === module));
}

async function labels(): Promise<readonly string[]> {
  const all = (await lab.mustRun(`find ${folder} -printf '%Z\n' | cut -d: -f3 | sort -u`)).trim();
  return all.split('\n');
}

describe('a container in a domain of its own, with a volume and a link', () => {
  it('gets another name, with all that has it', slow, async () => {
    const client = await helper.client();
    await client.request('network.link', { name, other });
    expect([await modules(), await labels()]).toEqual([[policyNames(name).module], [policyNames(name).volumes]]);
    await client.request('container.rename', { name, to: renamed });
    expect([await modules(), await labels()]).toEqual([[policyNames(renamed).module], [policyNames(renamed).volumes]]);
    expect([(await helper.find(renamed))?.links, (await helper.find(other))?.links]).toEqual([[other], [renamed]]);
  });

  it('runs in the domain of that name, with its rules, and reaches its volume', slow, async () => {
    const client = await helper.client();
    const { domain } = await client.request('container.start', { name: renamed });
    expect(domain).toBe(policyNames(renamed).domain);
    expect(await helper.booted(renamed)).toBe('running');
    expect(await helper.exec(renamed, 'sh', '-c', 'cat /srv/data/file && echo more > /srv/data/sub/new')).toEqual({
      exitCode: 0,
      output: 'data',
    });
    expect([await may(helper, renamed, bind(8080)), await may(helper, renamed, bind(5432))]).toEqual([true, false]);
    expect((await client.request('denial.query', { container: renamed, events: 0 })).groups).toHaveLength(1);
    await client.request('container.stop', { name: renamed, force: true });
  });

  it('is finished after the helper was killed over it (F1)', slow, async () => {
    const renaming = (await helper.client()).request('container.rename', { name: renamed, to: name });
    const isModuleThere = `until semodule -l | grep -qx ${policyNames(name).module}; do sleep 0.1; done`;
    await Promise.all([
      renaming.catch(() => undefined),
      lab.mustRun(
        `${isModuleThere}; systemctl kill --signal=KILL bulkhead-helper.service; systemctl start bulkhead-helper.service`,
      ),
    ]);
    await helper.recovered();
    expect((await helper.find(name))?.state).toBe('stopped');
    expect([await helper.find(renamed), await modules(), await labels()]).toEqual([
      undefined,
      [policyNames(name).module],
      [policyNames(name).volumes],
    ]);
    expect((await (await helper.client()).request('container.start', { name })).domain).toBe(policyNames(name).domain);
    await (await helper.client()).request('container.stop', { name, force: true });
  });

  it('leaves the labels that its volume had before', slow, async () => {
    await readResult((await helper.client()).stream('volume.detach', { name, target: '/srv/data' }));
    expect(await lab.mustRun(`stat -c %C ${folder}/file`)).toContain(':public_content_t:');
  });
});
