// SPDX-License-Identifier: Apache-2.0
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createUntil, noTraces, tracesOf } from '../../../hosts/fixtures/cut-creation.ts';
import { openLabClient, type LabClient } from '../../../hosts/fixtures/lab-client.ts';
import { useTestLab } from '../../../lab/test-lab.ts';
import { until } from '../../lxc/fixtures/until.ts';

const lab = await useTestLab();
const suffix = Date.now().toString(36);

let helper: LabClient;

beforeAll(async () => {
  helper = await openLabClient(lab);
});
afterAll(() => helper.close());

describe('a creation that is cut short (F1)', () => {
  /** All projects that the kernel has limits for. */
  const limited = (): Promise<string> =>
    lab.mustRun([
      'python3',
      '-c',
      `
import ctypes, struct, os
libc = ctypes.CDLL(None, use_errno=True)
fd, project = os.open('/var/lib/bulkhead/containers', os.O_RDONLY), 1
while True:
    quota = ctypes.create_string_buffer(80)
    if libc.syscall(443, fd, (0x800009 << 8) | 2, project, quota): break
    words = struct.unpack('=9Q', quota.raw[:72])
    found = struct.unpack('=I', quota.raw[68:72])[0]
    if words[0] or words[3]: print(found)
    project = found + 1`,
    ]);

  it('by the death of the helper leaves no limit behind', async () => {
    const name = `shot-${suffix}`;
    helper.adopt(name);
    const before = await limited();
    await createUntil(
      helper,
      { name },
      {
        step: 'mount',
        act: () => lab.mustRun(['systemctl', 'kill', '-s', 'KILL', '--kill-whom=main', 'bulkhead-helper.service']),
      },
    ).catch(() => 'gone');
    await until(
      async () =>
        (await lab.mustRun(['systemctl', 'is-active', 'bulkhead-helper.service']).catch(() => '')) === 'active\n',
    );
    await until(async () => (await tracesOf(lab, name)).endsWith(noTraces));
    await helper.recovered();
    // The signal may come when all is done; then it is whole.
    if ((await helper.find(name)) === undefined)
      expect([await tracesOf(lab, name), await limited()]).toEqual([noTraces, before]);
    else expect(await helper.exec(name, 'true')).toEqual({ exitCode: 0, output: '' });
  });
});
