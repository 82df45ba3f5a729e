// SPDX-License-Identifier: Apache-2.0
import { afterAll, beforeAll, expect, it } from 'vitest';
import { isFailure } from '../../../contract/errors.ts';
import { openLabClient, type LabClient } from '../../../hosts/fixtures/lab-client.ts';
import { useTestLab } from '../../../lab/test-lab.ts';
import { readResult } from '../../../rpc/read-result.ts';
import { until } from '../../lxc/fixtures/until.ts';

const lab = await useTestLab();
const name = `restored-${Date.now().toString(36)}`;
const folder = `/var/lib/lxc/${name}/many`;

let helper: LabClient;

beforeAll(async () => {
  helper = await openLabClient(lab);
  await helper.create({ name, image: 'debian-13' });
  await lab.mustRun(
    `mkdir ${folder} && cd ${folder} && seq 8000 | xargs touch && chcon -R -t public_content_t ${folder}`,
  );
});
afterAll(() => helper.close());

const typesIn = (): Promise<string> => lab.mustRun(`find ${folder} -printf '%Z\\n' | cut -d: -f3 | sort -u`);

/** The types of the files at the moment when it has started. */
async function startedOrBusy(): Promise<string> {
  try {
    await (await helper.client()).request('container.start', { name });
    return await typesIn();
  } catch (error) {
    if (isFailure(error, 'container-busy')) return 'busy';
    throw error;
  }
}

it('whose helper is killed half-way goes on at the next start, and until then the container does not start (F4)', async () => {
  const killed = lab.mustRun(
    `until find ${folder} ! -context '*:public_content_t:*' | grep -q .; do :; done; ` +
      `systemctl kill -s KILL bulkhead-helper.service; find ${folder} -printf '%Z\\n' | cut -d: -f3 | ` +
      'sort -u | wc -l; systemctl restart bulkhead-helper.service',
  );
  const restored = readResult((await helper.client()).stream('label.restore', { name }));
  const [outcome, kinds] = await Promise.allSettled([restored, killed]);
  expect([outcome.status, kinds]).toEqual(['rejected', { status: 'fulfilled', value: '2\n' }]);

  // The next helper locks the container before it lets a request about any go: it starts when all is labelled, and not
  // before.
  const started = await startedOrBusy();
  expect(['busy', 'container_var_lib_t\n', 'var_lib_t\n']).toContain(started);
  await until(
    async () => (await typesIn()).trim().split('\n').length === 1 && !(await typesIn()).includes('public_content_t'),
    300,
  );
  if (started !== 'busy') await (await helper.client()).request('container.stop', { name, force: true });
  expect((await readResult((await helper.client()).stream('label.verify', { name }))).drifted).toBe(0);
  expect(
    await lab.mustRun(`python3 -c "
import sqlite3
db = sqlite3.connect('file:/var/lib/bulkhead/bulkhead.db?mode=ro', uri=True)
print(db.execute('SELECT kind FROM intent WHERE subject = ?', ('${name}',)).fetchall())"`),
  ).toBe('[]\n');
});
