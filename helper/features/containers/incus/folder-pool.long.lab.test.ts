// SPDX-License-Identifier: Apache-2.0
/** Containers of Incus on a pool of folders, where no mount gives the label: each file has to have it before a start. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Container } from '../../../../contract/model/containers/container.ts';
import { type LabClient, openLabClient } from '../../../../hosts/fixtures/lab-client.ts';
import {
  bootedAs,
  contextsOf,
  denialsSince,
  execIn,
  timeOf,
} from '../../../../lab/incus/fixtures/confined-instance.ts';
import { incusImage } from '../../../../lab/incus/image.ts';
import { folderPool } from '../../../../lab/incus/preseed.ts';
import { useIncusLab } from '../../../../lab/incus/test-incus-lab.ts';
import { readResult } from '../../../../rpc/read-result.ts';
import { mountInto } from '../../../lxc/fixtures/mount-into.ts';

const lab = await useIncusLab();
const suffix = Date.now().toString(36);
const [one, clone, plain] = [`folder-${suffix}`, `clone-${suffix}`, `plain-${suffix}`] as const;
const long = { timeout: 15 * 60_000 };

let helper: LabClient;
let container: Container;

beforeAll(async () => {
  helper = await openLabClient(lab);
});
afterAll(async () => {
  // One that is gone would keep the others.
  for (const name of [one, clone, plain]) await lab.run(['incus', 'delete', '--force', name]);
  await lab.mustRun('setsebool bulkhead_incus_folders off');
  await helper.close();
});

const act = async (operation: 'start' | 'stop', name: string): Promise<Container> =>
  (await helper.client()).request(`container.${operation}`, { name, ...(operation === 'stop' && { force: true }) });
const rootOf = (name: string): string => `/var/lib/incus/storage-pools/${folderPool}/containers/${name}/rootfs`;
const labelOf = ({ categories }: Container): string => `system_u:object_r:bulkhead_file_t:s0:${categories.join(',')}`;
/** Files of it, on the host, that have any other label; the first few. */
const labelledOtherwise = async (of: Container): Promise<string> =>
  lab.mustRun(`find ${rootOf(of.name)} ! -context '${labelOf(of)}' -printf '%Z %p\\n' | head -n 5`);

describe('a container on a pool of folders', long, () => {
  it('is not created while the policy does not let its services unmount its root', async () => {
    const params = { name: one, image: incusImage, pool: folderPool };
    await expect((await helper.client()).request('cluster.create', params)).rejects.toMatchObject({
      code: 'container-failed',
      message: expect.stringContaining('bulkhead_incus_folders') as string,
    });
    await lab.mustRun('setsebool bulkhead_incus_folders on');
  });

  it('has all its files labelled before its first start, and the window hears how many', async () => {
    const client = await helper.client();
    const counts: number[] = [];
    const ending = new AbortController();
    const watching = (async () => {
      for await (const change of client.stream('container.watch', {}, { signal: ending.signal }))
        if (change.type === 'changed' && change.container.name === one)
          counts.push(change.container.labelling?.files ?? -1);
    })().catch(() => undefined);
    const begun = await timeOf(lab);
    container = await client.request('cluster.create', { name: one, image: incusImage, pool: folderPool, start: true });
    ending.abort();
    await watching;
    expect(container).toMatchObject({ state: 'running', domain: 'bulkhead_t', confinementMode: 'enforced' });
    expect(counts.filter((files) => files >= 1000)).not.toEqual([]);
    expect(await bootedAs(lab, one)).toBe('running');
    expect(await contextsOf(lab, one)).toEqual([container.context]);
    expect(await labelledOtherwise(container)).toBe('');
    expect((await denialsSince(lab, begun)).filter((line) => line.includes(':bulkhead_t:'))).toEqual([]);
  });

  it('is cloned with a label of its own, and neither reads the files of the other at mode 0777', async () => {
    await execIn(
      lab,
      one,
      'sh',
      '-c',
      'mkdir -m 0777 /srv/open; echo secret > /srv/open/secret; chmod 0777 /srv/open/*',
    );
    const client = await helper.client();
    const copy = await client.request('cluster.create', { name: clone, from: { container: one }, start: true });
    expect(copy.context).not.toBe(container.context);
    expect(await labelledOtherwise(copy)).toBe('');
    expect(await bootedAs(lab, clone)).toBe('running');
    await execIn(lab, clone, 'mkdir', '-p', '/srv/victim');
    await mountInto(lab, {
      pid: copy.initPid,
      owner: container.initPid ?? 0,
      from: '/srv/open',
      to: '/srv/victim',
    });
    const since = await timeOf(lab);
    const reading = await lab.run(['incus', 'exec', clone, '--', 'cat', '/srv/victim/secret']);
    expect([reading.code === 0, reading.stderr]).toEqual([
      false,
      expect.stringContaining('Permission denied') as string,
    ]);
    expect((await denialsSince(lab, since)).join('\n')).toContain(
      `scontext=${copy.context ?? ''} tcontext=${labelOf(container)}`,
    );
    await client.request('container.remove', { name: clone, force: true });
  });

  it('has them labelled again after a restore, which brings files without labels', async () => {
    const client = await helper.client();
    await readResult(client.stream('snapshot.take', { name: one, snapshot: 'before' }));
    await execIn(lab, one, 'rm', '-r', '/srv/open', '/usr/share/doc');
    await act('stop', one);
    await readResult(client.stream('snapshot.restore', { name: one, snapshot: 'before', keepPresent: false }));
    expect(await labelledOtherwise(container)).not.toBe('');
    await act('start', one);
    expect(await labelledOtherwise(container)).toBe('');
    expect(await execIn(lab, one, 'cat', '/srv/open/secret')).toBe('secret\n');
  });

  it('has them labelled too where incus restores and starts it', async () => {
    await execIn(lab, one, 'rm', '-r', '/srv/open');
    await act('stop', one);
    await lab.mustRun(['incus', 'snapshot', 'restore', one, 'before']);
    await lab.mustRun(['incus', 'start', one]);
    await expect.poll(() => labelledOtherwise(container), { timeout: 120_000 }).toBe('');
    expect((await helper.find(one))?.context).toBe(container.context);
  });
});

describe('one that incus created there', long, () => {
  it('is adopted, and its original comes back with the labels that it had', async () => {
    await lab.mustRun(['incus', 'init', incusImage, plain, '--storage', folderPool]);
    const before = await lab.mustRun(`stat -c %C ${rootOf(plain)}`);
    const client = await helper.client();
    const steps: string[] = [];
    const adopting = client.stream('container.adopt', { name: plain });
    for await (const { step } of adopting) steps.push(step);
    const adopted = await adopting.result;
    expect(steps).toEqual(['check', 'snapshot', 'configure', 'label']);
    expect(await labelledOtherwise(adopted)).toBe('');
    expect(await act('start', plain)).toMatchObject({ state: 'running', confinementMode: 'enforced' });
    await client.request('container.restore-original', { name: plain, force: true });
    expect(await lab.mustRun(`find ${rootOf(plain)} -printf '%Z\\n' | sort -u`)).toBe(before);
    expect((await helper.find(plain))?.isManaged).toBe(false);
  });
});
