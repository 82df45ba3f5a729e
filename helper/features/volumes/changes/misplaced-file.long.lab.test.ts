// SPDX-License-Identifier: Apache-2.0
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Change } from '../../../../contract/model/policy/change.ts';
import type { DenialEvent } from '../../../../contract/model/denials/denial.ts';
import type { Explanation, Remedy } from '../../../../contract/model/denials/explanation.ts';
import type { LabelItem } from '../../../../contract/operations/containers/label.ts';
import { openLabClient, type LabClient } from '../../../../hosts/fixtures/lab-client.ts';
import { useTestLab } from '../../../../lab/test-lab.ts';
import { readResult } from '../../../../rpc/read-result.ts';
import { theirClassOf } from '../../../../sepolicy/fixtures/audit2why.ts';
import { until } from '../../../lxc/fixtures/until.ts';

const lab = await useTestLab();
const suffix = Date.now().toString(36);
const [web, db] = [`moved-w-${suffix}`, `moved-d-${suffix}`] as const;
const base = `/srv/${suffix}`;
const [pages, data] = [`${base}/pages`, `${base}/data`] as const;
const home = 'system_u:object_r:user_home_t:s0';
const denied = 'Permission denied';

let helper: LabClient;
let labels: Readonly<Record<string, string>>;

beforeAll(async () => {
  await lab.mustRun(`mkdir -p ${pages} ${data} && chmod -R 0777 ${base}`);
  helper = await openLabClient(lab);
  const client = await helper.client();
  await Promise.all([web, db].map((name) => helper.create({ name, image: 'debian-13' })));
  for (const [name, source] of [
    [web, pages],
    [db, data],
  ] as const) {
    await readResult(client.stream('volume.attach', { name, source, target: '/srv/here' }));
    await client.request('container.start', { name });
  }
  const labelOfFiles = async (name: string): Promise<string> =>
    `system_u:object_r:bulkhead_file_t:s0:${(await helper.find(name))?.categories.join(',')}`;
  labels = { [web]: await labelOfFiles(web), [db]: await labelOfFiles(db) };
});
afterAll(async () => {
  await helper.close();
  await lab.mustRun(`umount ${base}/* 2>/dev/null; rm -rf ${base}`);
});

/** Created elsewhere on the same disk, where it gets another label, and moved. */
async function move(name: string, ...folders: readonly string[]): Promise<void> {
  await lab.mustRun(
    `set -e; cd ${base}; for to in ${folders.join(' ')}; do mkdir -p new/site/deep; echo text > new/page; ` +
      `echo text > new/site/deep/page; chcon -R ${home} new; chcon -t httpd_sys_content_t new/site/deep/page; ` +
      `mv new/${name} "$to"; done`,
  );
}

async function read(name: string, path: string): Promise<string> {
  return (await helper.exec(name, 'cat', `/srv/here/${path}`)).output;
}

async function labelOf(path: string): Promise<string> {
  return (await lab.mustRun(['stat', '-c', '%C', path])).trim();
}

interface Found {
  readonly group: string;
  readonly sample: DenialEvent;
  readonly explanation: Explanation;
}

/** Why the container was denied this object just now. */
async function readAndExplain(name: string, path: string, objectClass = 'file'): Promise<Found> {
  const client = await helper.client();
  const { serial: last = 0 } = (await client.request('denial.query', { container: name, events: 1 })).events[0] ?? {};
  expect(await read(name, path)).toContain(denied);
  const { id: group, sample } = await until(async () =>
    (await client.request('denial.query', { container: name, events: 0 })).groups.find(
      ({ sample }) => sample.serial > last && sample.class === objectClass,
    ),
  );
  return { group, sample, explanation: await client.request('denial.explain', { group, container: name }) };
}

async function apply(name: string, group: string, remedy: Remedy | undefined): Promise<Change> {
  if (remedy === undefined) throw new Error('nothing is proposed');
  return readResult(
    (await helper.client()).stream('remedy.apply', {
      group,
      container: name,
      remedy: remedy.id,
      seen: { change: remedy.change, opensCount: remedy.opensCount, risk: remedy.risk.level },
    }),
  );
}

async function undo({ id }: Change): Promise<void> {
  await readResult((await helper.client()).stream('activity.undo', { id }));
}

describe('a file that was moved onto a volume', () => {
  it("is denied, for its label; given the volume's it is read, and another container's is not; undone, it is denied again", async () => {
    await move('page', pages, data);
    const { group, sample, explanation } = await readAndExplain(web, 'page');
    // audit2why would propose a rule for all of the host's files of that type.
    expect(await theirClassOf(lab, sample)).toBe('rule');
    expect(explanation.reason).toEqual({
      kind: 'wrong-label',
      path: `${pages}/page`,
      actual: home,
      expected: labels[web],
      volume: pages,
    });
    expect(explanation.remedies).toMatchObject([
      { id: 'volume-label', change: [`chcon ${labels[web]} -- ${pages}/page`], touches: [], cannotApply: null },
    ]);
    // The other container is denied one of its own for the same cause, and later.
    expect((await readAndExplain(db, 'page')).explanation.reason).toMatchObject({
      path: `${data}/page`,
      volume: data,
    });

    const change = await apply(web, group, explanation.remedies[0]);
    expect(change).toMatchObject({
      kind: 'volume-label',
      container: web,
      state: 'applied',
      user: 'operator',
      before: [`${pages}/page is ${home}`],
    });
    expect([await read(web, 'page'), await read(db, 'page')]).toEqual(['text', `cat: /srv/here/page: ${denied}`]);
    expect((await (await helper.client()).request('denial.explain', { group, container: web })).reason).toEqual({
      kind: 'allowed-now',
    });
    await undo(change);
    expect([await read(web, 'page'), await labelOf(`${pages}/page`)]).toEqual([`cat: /srv/here/page: ${denied}`, home]);
  });

  it('as a folder gets the label with all below it, and each file its own back', async () => {
    await move('site', pages);
    const before = await lab.mustRun(`find ${pages}/site -printf '%p %Z\\n' | sort`);
    const { group, explanation } = await readAndExplain(web, 'site/deep/page', 'dir');
    expect(explanation.reason).toMatchObject({ kind: 'wrong-label', path: `${pages}/site`, volume: pages });
    const change = await apply(web, group, explanation.remedies[0]);
    expect(await read(web, 'site/deep/page')).toBe('text');
    await undo(change);
    expect(await lab.mustRun(`find ${pages}/site -printf '%p %Z\\n' | sort`)).toBe(before);
  });

  it('whose helper is killed while it labels is undone by the next one (F4)', async () => {
    await lab.mustRun(
      `mkdir ${pages}/site/many && cd ${pages}/site/many && seq 4000 | xargs touch && chcon -R ${home} .`,
    );
    const listing = (): Promise<string> => lab.mustRun(`find ${pages}/site -printf '%p %Z\\n' | sort | sha256sum`);
    const before = await listing();
    const { group, explanation } = await readAndExplain(web, 'site/deep/page', 'dir');
    const killed = lab.mustRun(
      `until find ${pages}/site/many -context '*bulkhead_file_t*' | grep -q .; do :; done; ` +
        `systemctl kill -s KILL bulkhead-helper.service; find ${pages}/site -printf '%Z\\n' | sort -u | wc -l; ` +
        'systemctl restart bulkhead-helper.service',
    );
    const [outcome, kinds] = await Promise.allSettled([apply(web, group, explanation.remedies[0]), killed]);
    expect([outcome.status, kinds]).toEqual(['rejected', { status: 'fulfilled', value: '3\n' }]);
    await until(async () => (await listing()) === before);
    await lab.mustRun(['rm', '-r', `${pages}/site`]);
  });

  it('that holds secrets is not given away by one click', async () => {
    await lab.mustRun(`chcon -t shadow_t ${pages}/page`);
    const { group, explanation } = await readAndExplain(web, 'page');
    expect(explanation.remedies).toMatchObject([
      { id: 'volume-label', risk: { level: 'high' }, cannotApply: expect.stringContaining('too dangerous') as string },
    ]);
    await expect(apply(web, group, explanation.remedies[0])).rejects.toMatchObject({ code: 'remedy-not-applicable' });
    await lab.mustRun(`chcon ${home} ${pages}/page`);
  });

  it('of which there are many get their labels when the helper that gave them was killed: the next one goes on (F4)', async () => {
    await lab.mustRun(`mkdir ${pages}/many && cd ${pages}/many && seq 4000 | xargs touch && chcon -R ${home} .`);
    const restored = readResult((await helper.client()).stream('label.restore', { name: web }));
    const killed = lab.mustRun(
      `until find ${pages}/many -context '*bulkhead_file_t*' | grep -q .; do :; done; ` +
        `systemctl kill -s KILL bulkhead-helper.service; find ${pages}/many -printf '%Z\n' | sort -u | wc -l; ` +
        'systemctl restart bulkhead-helper.service',
    );
    const [outcome, kinds] = await Promise.allSettled([restored, killed]);
    expect([outcome.status, kinds]).toEqual(['rejected', { status: 'fulfilled', value: '2\n' }]);
    await until(async () => (await lab.mustRun(`find ${pages}/many -printf '%Z\n' | sort -u`)) === `${labels[web]}\n`);
    expect(await read(web, 'many/1')).toBe('');
    await lab.mustRun(
      `rm -r ${pages}/many; chcon ${home} ${pages}/page; setfattr -x trusted.bulkhead.label ${pages}/page`,
    );
  });

  it("from another container's volume is reported as that, and labelled when labels are restored, with all others", async () => {
    await (await helper.client()).request('container.stop', { name: db, force: true });
    await lab.mustRun(
      `echo text > ${data}/anothers && chcon ${labels[db]} ${data}/anothers && mv ${data}/anothers ${pages}`,
    );
    const { sample, explanation } = await readAndExplain(web, 'anothers');
    // audit2why can see no more than that: another container's categories.
    expect(await theirClassOf(lab, sample)).toBe('constraint');
    expect(explanation.reason).toMatchObject({
      kind: 'wrong-label',
      path: `${pages}/anothers`,
      actual: labels[db],
      volume: pages,
    });
    expect(explanation.remedies).toMatchObject([{ cannotApply: expect.stringContaining('label restore') as string }]);
    const items: LabelItem[] = [];
    const restored = (await helper.client()).stream('label.restore', { name: web });
    for await (const item of restored) if (item.type === 'drifted') items.push(item);
    expect(items.sort((a, b) => ('path' in a && 'path' in b && a.path < b.path ? -1 : 1))).toEqual([
      { type: 'drifted', path: `${pages}/anothers`, actual: labels[db], expected: labels[web] },
      { type: 'drifted', path: `${pages}/page`, actual: home, expected: labels[web] },
    ]);
    expect([await read(web, 'anothers'), await read(web, 'page'), await labelOf(`${data}/page`)]).toEqual([
      'text',
      'text',
      home,
    ]);
  });

  it('is not looked for while something else goes on with the container, and nothing is owed then', async () => {
    const client = await helper.client();
    const stopped = client.request('container.stop', { name: web, force: false });
    await until(async () => (await helper.find(web))?.state === 'stopping');
    await expect(readResult(client.stream('label.restore', { name: web }))).rejects.toMatchObject({
      code: 'container-busy',
    });
    await stopped;
    // A container that ends normally does not leave a denial about its volume either.
    expect(
      (await client.request('denial.query', { container: web, events: 0 })).groups.map(({ targetType }) => targetType),
    ).not.toContain('fs_t');
    expect(
      await lab.mustRun(
        `python3 -c "import sqlite3; print(*sqlite3.connect('file:/var/lib/bulkhead/bulkhead.db?mode=ro', ` +
          `uri=True).execute('SELECT kind FROM intent'))"`,
      ),
    ).toBe('\n');
  });
});
