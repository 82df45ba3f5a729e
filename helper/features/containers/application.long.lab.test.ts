// SPDX-License-Identifier: Apache-2.0
/** Application images: imported as they are, run by the host's small init, and stopped by their signal. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { proposalOf, withProposal } from '../../../contract/rules/image-proposal.ts';
import type { Container } from '../../../contract/model/containers/container.ts';
import { noSettings } from '../../../contract/model/containers/settings.ts';
import type { NewContainer } from '../../../contract/operations/containers/creation.ts';
import { openLabClient, type LabClient } from '../../../hosts/fixtures/lab-client.ts';
import { useTestLab } from '../../../lab/test-lab.ts';
import { until } from '../../lxc/fixtures/until.ts';
import { makeApplicationImage } from './fixtures/application-image.ts';

const lab = await useTestLab();
const suffix = Date.now().toString(36);
const [image, app, guarded] = [`app-${suffix}`, `shared-${suffix}`, `own-${suffix}`] as const;
const folder = `/var/tmp/${image}`;

let helper: LabClient;

beforeAll(async () => {
  helper = await openLabClient(lab);
  // The listener is up now, which a program of the guest waits for only so long.
  await (await helper.client()).request('image.list', {});
  await lab.mustRun(['python3', '-c', makeApplicationImage, folder]);
  await lab.mustRun(`bulkheadctl image import ${folder} --as ${image}`, { user: 'operator' });
});
afterAll(async () => {
  const client = await helper.client();
  for (const name of [app, guarded])
    if ((await helper.find(name)) !== undefined) await client.request('container.remove', { name, force: true });
  await client.request('image.remove', { image });
  await helper.close();
  await lab.run(['rm', '-rf', folder]);
}, 120_000);

/** Creates it with what its image proposes, as window and command line do. */
async function create(name: string, choices: Partial<NewContainer> = {}): Promise<Container> {
  const found = (await (await helper.client()).request('image.list', {})).images.find((one) => one.name === image);
  const proposal = found === undefined ? null : proposalOf(found);
  if (proposal === null) throw new Error('the image proposes nothing');
  const settings = withProposal(noSettings, proposal);
  return helper.create({ name, image, settings, ports: [...proposal.ports], start: true, ...choices });
}

/** What `bulkheadctl set` does. */
async function setUser(name: string, user: string): Promise<void> {
  await (await helper.client()).request('container.change-settings', { name, settings: { user } });
}

async function addressOf(name: string): Promise<string> {
  return until(async () => (await helper.find(name))?.addresses.find((one) => one.startsWith('10.0.3.')) ?? false);
}

/** What its web server has of a file, once it answers the host. */
async function served(name: string, file: string): Promise<string> {
  const address = await addressOf(name);
  return until(async () => {
    const { code, stdout } = await lab.run(`curl -sf -m 20 http://${address}/${file}`);
    return code === 0 && stdout;
  });
}

async function contextsOf(name: string): Promise<readonly string[]> {
  const pids = await lab.mustRun(`find /sys/fs/cgroup/lxc.payload.${name} -name cgroup.procs -exec cat {} +`);
  const contexts = await lab.mustRun(
    `cat ${pids
      .trim()
      .split('\n')
      .map((pid) => `/proc/${pid}/attr/current`)
      .join(' ')}`,
  );
  return [
    ...new Set(
      contexts
        .split('\0')
        .map((one) => one.trim())
        .filter((one) => one !== ''),
    ),
  ];
}

describe('an application image', () => {
  it('is shown with what it proposes', async () => {
    const text = await lab.mustRun(`bulkheadctl image show ${image}`, { user: 'operator' });
    expect(text).toMatch(/init\s+its containers run its program, with an init of the host's/);
    expect(text).toMatch(/program\s+\/app\/run 'two words' "it's" ''/);
    expect(text).toMatch(/ports\s+80\/tcp/);
  });
});

describe('a container of it in the shared domain', () => {
  it('runs its program, with its words, user, folder and environment', async () => {
    await create(app, { published: [{ hostPort: 18_090, port: 80 }] });
    expect(await served(app, 'who')).toBe('uid=1000(web) gid=1000(web)\n');
    expect(await served(app, 'words')).toBe("two words\nit's\n\n");
    expect(await served(app, 'folder')).toBe('/srv\n');
    const variables = (await served(app, 'variables')).split('\n');
    expect(variables).toContain('GREETING=hello world');
    expect(variables).toContain('HOME=/home/web');
    expect(variables).toContain('PATH=/bin');
  });

  it('is in the context of the container, init and all', async () => {
    const context = (await helper.find(app))?.context ?? '';
    expect(context).toMatch(/:bulkhead_t:s0:c\d+,c\d+$/);
    expect(await contextsOf(app)).toEqual([context]);
    expect((await helper.exec(app, '/bin/busybox', 'cat', '/proc/1/comm')).output).toBe('.bulkhead-init');
  });

  it('has its address, its names and the DNS server of the host', async () => {
    const address = await addressOf(app);
    expect((await helper.exec(app, '/bin/busybox', 'cat', '/etc/hosts')).output).toContain(`${address} ${app}`);
    expect((await helper.exec(app, '/bin/busybox', 'cat', '/etc/resolv.conf')).output).toContain('nameserver 10.0.3.1');
    expect(await lab.mustRun('nft list table inet bulkhead')).toContain(`${address}:80`);
  });

  it('has shared memory that every user of it may use, with the label of the container', async () => {
    const script = 'echo kept > /dev/shm/word && cat /dev/shm/word && grep -c " /dev/shm tmpfs " /proc/mounts';
    expect((await helper.exec(app, '/bin/busybox', 'sh', '-c', script)).output).toBe('kept\n1');
    const { initPid, categories } = (await helper.find(app)) ?? { initPid: 0, categories: [] };
    expect(await lab.mustRun(['stat', '-c', '%C', `/proc/${initPid}/root/dev/shm/word`])).toBe(
      `system_u:object_r:bulkhead_tmpfs_t:s0:${categories.join(',')}\n`,
    );
  });

  it('leaves no zombie', async () => {
    const { output } = await helper.exec(app, '/bin/busybox', 'ps', '-o', 'stat');
    expect(output).not.toMatch(/^Z/m);
  });

  it('is asked to end by its signal, and has ended by itself', async () => {
    const client = await helper.client();
    expect((await client.request('container.stop', { name: app })).state).toBe('stopped');
    expect(await lab.mustRun(`cat /var/lib/lxc/${app}/rootfs/srv/end`)).toBe('ended\n');
  });

  it('starts again, with the same address and another user', async () => {
    const client = await helper.client();
    const lines = (): Promise<string> => lab.mustRun(`grep ipv4.address /var/lib/lxc/${app}/config`);
    const before = await lines();
    await setUser(app, 'root');
    await client.request('container.start', { name: app });
    expect(await served(app, 'who')).toMatch(/^uid=0\(root\)/);
    expect(await lines()).toBe(before);
  });

  it('says which user its files do not know', async () => {
    const client = await helper.client();
    await client.request('container.stop', { name: app });
    await setUser(app, 'nobody-here');
    await expect(client.request('container.start', { name: app })).rejects.toThrow(/no user or group nobody-here/);
  });
});

describe('a container of it in a domain of its own', () => {
  it('listens on the ports that the image names', async () => {
    await create(guarded, { confinement: 'own' });
    expect(await served(guarded, 'folder')).toBe('/srv\n');
    const context = (await helper.find(guarded))?.context ?? '';
    expect(context).toMatch(/:bulkhead_p_\d+_t:s0:c\d+,c\d+$/);
    expect(await contextsOf(guarded)).toEqual([context]);
  });
});

it('has no denial in either', async () => {
  const client = await helper.client();
  for (const container of [app, guarded])
    expect((await client.request('denial.query', { container })).groups).toEqual([]);
});
