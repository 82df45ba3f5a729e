// SPDX-License-Identifier: Apache-2.0
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { LocalChange } from '../../../contract/model/policy/local-change.ts';
import { openLabClient, type LabClient } from '../../../hosts/fixtures/lab-client.ts';
import { useTestLab } from '../../../lab/test-lab.ts';
import { removalOf } from '../../../report/local-changes/commands.ts';
import { scriptOf } from '../../../report/local-changes/shell.ts';

/** Set by the script of an export, read by the helper, and removed by the commands that the list gives. */
const lab = await useTestLab();
const plain = { change: null } as const;
const wanted: readonly LocalChange[] = [
  {
    kind: 'module',
    name: 'local_lamp',
    priority: 400,
    isDisabled: false,
    origin: 'administrator',
    container: null,
    source: '(typealias lamp_lab_t)\n(typealiasactual lamp_lab_t etc_t)\n',
    ...plain,
  },
  { kind: 'permissive', type: 'crond_t', ...plain },
  { kind: 'port', protocol: 'tcp', low: 8797, high: 8799, type: 'http_port_t', ...plain },
  {
    kind: 'file-context',
    pattern: '/srv/lamp(/.*)?',
    files: 'dir',
    context: 'system_u:object_r:etc_t:s0',
    ...plain,
  },
  { kind: 'equivalence', path: '/srv/copy', like: '/var/www', ...plain },
  { kind: 'boolean', name: 'container_use_dri', isOn: true, ...plain },
];
const key = (change: LocalChange): string => JSON.stringify(change);

let helper: LabClient;
let before: ReadonlySet<string>;

/** What was set since the test began. */
async function localChanges(): Promise<readonly LocalChange[]> {
  const { changes } = await (await helper.client()).request('policy.local', { withSources: true });
  return changes.filter((change) => !before.has(key(change)));
}

beforeAll(async () => {
  helper = await openLabClient(lab);
  before = new Set();
  before = new Set((await localChanges()).map(key));
});
afterAll(() => helper.close());

it('lists what an exported script sets, and gives the commands that remove it', { timeout: 900_000 }, async () => {
  await lab.mustRun('cat > /root/local.sh', { input: scriptOf(wanted) });
  await lab.mustRun('sh /root/local.sh');
  expect((await localChanges()).map(key).sort()).toEqual(wanted.map(key).sort());
  for (const change of await localChanges()) await lab.mustRun(removalOf(change) ?? []);
  expect(await localChanges()).toEqual([]);
});
