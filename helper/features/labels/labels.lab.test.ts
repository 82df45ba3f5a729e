// SPDX-License-Identifier: Apache-2.0
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LabelItem, LabelSum } from '../../../contract/operations/containers/label.ts';
import { openLabClient, type LabClient } from '../../../hosts/fixtures/lab-client.ts';
import { useTestLab } from '../../../lab/test-lab.ts';

const lab = await useTestLab();
const name = `labels-${Date.now().toString(36)}`;
const [folder, upper] = [`/var/lib/lxc/${name}`, `/var/lib/bulkhead/containers/${name}/upper`] as const;
const canary = `/var/lib/${name}-canary`;

let helper: LabClient;

beforeAll(async () => {
  helper = await openLabClient(lab);
  await helper.create({ name, image: 'debian-13' });
});
afterAll(async () => {
  await lab.mustRun(`umount ${upper}/bound 2>/dev/null; rm -rf ${canary}`);
  await helper.close();
});

interface Seen {
  readonly items: readonly LabelItem[];
  readonly sum: LabelSum;
}

async function walk(operation: 'label.verify' | 'label.restore'): Promise<Seen> {
  const stream = (await helper.client()).stream(operation, { name });
  const items: LabelItem[] = [];
  for await (const item of stream) if (item.type !== 'progress') items.push(item);
  return { items, sum: await stream.result };
}

function typeOf(path: string): Promise<string> {
  return lab.mustRun(['stat', '-c', '%C', path]).then((context) => context.split(':')[2] ?? '');
}

describe("the labels of a container's folders", () => {
  it('are as the policy has them when it was made', async () => {
    const { items, sum } = await walk('label.verify');
    expect(items).toEqual([]);
    expect(sum.files).toBeGreaterThan(5);
  });

  it('are restored where they drifted, and nothing outside is touched by a link, a second name or a mount (C6)', async () => {
    await lab.mustRun(`set -e
mkdir ${canary}; echo canary > ${canary}/file; chcon -R -t etc_t ${canary}
mkdir -p ${upper}/srv/deep ${upper}/bound; echo x > ${upper}/srv/deep/drifted
chcon -t public_content_t ${folder}/config ${upper}/srv/deep ${upper}/srv/deep/drifted
touch ${upper}/srv/program; chcon -t bin_t ${upper}/srv/program
ln -s ${canary}/file ${upper}/srv/link; ln -s ${canary} ${upper}/srv/folder-link
# A name in another project is denied by the file system: the two have one.
chown nobody ${canary}/file; chattr -p $(lsattr -pd ${upper} | awk '{print $1}') ${canary}/file; ln ${canary}/file ${upper}/srv/second-name
mount --bind ${canary} ${upper}/bound`);
    const drifted = [`${folder}/config`, `${upper}/srv/deep`, `${upper}/srv/deep/drifted`];
    const verified = await walk('label.verify');
    expect(verified.items.flatMap((item) => (item.type === 'drifted' ? [item.path] : [])).sort()).toEqual(
      [...drifted].sort(),
    );
    expect(verified.items).toContainEqual({
      type: 'drifted',
      path: `${folder}/config`,
      actual: 'public_content_t',
      expected: 'container_var_lib_t',
    });
    expect(verified.items).toContainEqual({
      type: 'skipped',
      path: `${upper}/srv/second-name`,
      reason: 'it has 2 names and belongs to uid 65534',
    });
    // The helper's domain changes no label of the host's programs, wherever they are.
    const program = verified.items.find((item) => item.type === 'skipped' && item.path === `${upper}/srv/program`);
    expect(program).toMatchObject({ reason: expect.stringContaining("bin_t is of the host's own files") as string });
    expect((await walk('label.restore')).sum).toMatchObject({ drifted: 3, skipped: 2 });
    expect([await typeOf(`${folder}/config`), await typeOf(`${upper}/srv/deep/drifted`)]).toEqual([
      'container_var_lib_t',
      'var_lib_t',
    ]);
    expect([await typeOf(canary), await typeOf(`${canary}/file`)]).toEqual(['etc_t', 'etc_t']);
    expect((await walk('label.verify')).sum).toMatchObject({ drifted: 0, skipped: 2 });
    await lab.mustRun(`umount ${upper}/bound; rm ${upper}/srv/second-name ${upper}/srv/program`);
  });
});
