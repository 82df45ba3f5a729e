// SPDX-License-Identifier: Apache-2.0
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type IsolationAudits, isolationAudits, letterOf } from '../../../hosts/fixtures/isolation-audits.ts';
import { openLabClient, type LabClient } from '../../../hosts/fixtures/lab-client.ts';
import { useTestLab } from '../../../lab/test-lab.ts';

const lab = await useTestLab();
const suffix = Date.now().toString(36);
const [running, foreign] = [`beside-${suffix}`, `foreign-${suffix}`] as const;
const folder = `/var/lib/lxc/${foreign}`;

let helper: LabClient;
let audits: IsolationAudits;

beforeAll(async () => {
  helper = await openLabClient(lab);
  audits = isolationAudits(lab, helper, suffix);
  await helper.create({ name: running, image: 'debian-13', start: true });
});
afterAll(async () => {
  await lab.mustRun(`lxc-stop -k -n ${foreign} 2>/dev/null; rm -rf ${folder}`);
  await helper.close();
});

describe('a container that another tool made', () => {
  beforeAll(async () => {
    await lab.mustRun(`mkdir -p ${folder}/delta ${folder}/rootfs && cat > ${folder}/config`, {
      input: `lxc.uts.name = ${foreign}
lxc.include = /usr/share/lxc/config/common.conf
lxc.rootfs.path = overlay:/var/lib/bulkhead/images/debian-13/rootfs:${folder}/delta
lxc.init.cmd = /bin/sleep 600
lxc.net.0.type = empty
`,
    });
  });

  it('runs in the domain of who started it: that is found, and it can be killed from here', async () => {
    await lab.mustRun(`lxc-start -n ${foreign}`);
    const finding = await audits.findingOf('unconfined', foreign);
    expect(finding).toMatchObject({ severity: 'broken', isRunning: true, fix: { by: 'helper', operation: 'kill' } });
    expect(letterOf((await audits.audit()).map, foreign, running)).toBe('o');
    await audits.fix(finding);
    expect(await lab.mustRun(`lxc-info -n ${foreign} -s -H`)).toBe('STOPPED\n');
    expect((await audits.found()).toSorted()).toEqual([
      `no-context broken ${foreign}`,
      `no-user-namespace weak ${foreign}`,
      `open-path weak ${foreign}`,
      `unbounded-cgroups weak ${foreign}`,
    ]);
  });

  it('in container_t is denied without a record, and the audit says so', async () => {
    await lab.mustRun(`echo 'lxc.selinux.context = system_u:system_r:container_t:s0:c1020,c1021' >> ${folder}/config`);
    expect(await audits.findingOf('dontaudit-denials', foreign)).toMatchObject({
      severity: 'notice',
      domain: 'container_t',
    });
    // Its type might execute the files of Bulkhead's containers, as it may all programs: the categories prevent that.
    expect(letterOf((await audits.audit()).map, foreign, running)).toBe('c');
  });
});
