// SPDX-License-Identifier: Apache-2.0
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf } from '../../../hosts/fixtures/cut-creation.ts';
import { idle } from '../../../hosts/fixtures/idle.ts';
import { openLabClient, type LabClient } from '../../../hosts/fixtures/lab-client.ts';
import { useTestLab } from '../../../lab/test-lab.ts';
import { readResult } from '../../../rpc/read-result.ts';
import { until } from '../../lxc/fixtures/until.ts';

const lab = await useTestLab();
const suffix = Date.now().toString(36);
const name = `snap-${suffix}`;
const layers = `/var/lib/bulkhead/containers/${name}`;

let helper: LabClient;

beforeAll(async () => {
  helper = await openLabClient(lab);
  await helper.create({ name, ...idle, start: true });
  // What an overlay and a file system have besides plain files: a removed file of the image, a hole, a hard link, a
  // capability, another owner, a pipe, names that are no words.
  await inside(`echo ${'a'.repeat(32)} > /etc/machine-id && echo one > /root/kept &&
    ln /root/kept /root/link && rm /etc/issue && rm -r /usr/share/doc &&
    mkdir /usr/share/doc && truncate -s 1G /root/hole && chown 33:33 /root/kept && mkfifo /root/pipe &&
    cp /bin/true /root/able && setcap cap_net_bind_service=ep /root/able && touch "/root/-rf
x" && chmod 4755 /root/able`);
});
afterAll(() => helper.close());

async function inside(script: string, container = name): Promise<string> {
  const { exitCode, output } = await helper.exec(container, 'sh', '-c', script);
  if (exitCode !== 0) throw new Error(`${script}: ${output}`);
  return output;
}

/** All that can be seen of what was written, from inside. */
const look = (container = name): Promise<string> =>
  inside(
    `cd /root && stat -c '%n %F %a %u %g %s %h %y' -- * && getcap able; cat kept; ls /etc/issue 2>&1; ls -A /usr/share/doc; ` +
      'test $(du -k hole | cut -f1) -lt 100 && echo hole',
    container,
  );

const take = async (snapshot: string): Promise<unknown> =>
  readResult((await helper.client()).stream('snapshot.take', { name, snapshot }));
const restore = async (snapshot: string, keepPresent = true) =>
  readResult((await helper.client()).stream('snapshot.restore', { name, snapshot, keepPresent }));
const list = async () => (await (await helper.client()).request('snapshot.list', { name })).snapshots;
const stop = async () => (await helper.client()).request('container.stop', { name, force: true });
const start = async () => (await helper.client()).request('container.start', { name });

describe('a snapshot of a running container', () => {
  it('is taken while the container is still, which goes on afterwards', async () => {
    const before = await look();
    expect(await take('first')).toMatchObject({ name: 'first', reason: 'taken', wasRunning: true, image: 'debian-13' });
    expect(await look()).toBe(before);
    expect(await helper.find(name)).toMatchObject({ state: 'running' });
    expect((await list()).map((one) => one.name)).toEqual(['first']);
  });

  it('has a name of its own', async () => {
    expect(await codeOf(take('first'))).toBe('snapshot-exists');
  });

  it('lets no user of the host look into it', async () => {
    expect(await lab.mustRun(`stat -c '%a %u' ${layers}/snapshots`)).toBe('700 0\n');
  });

  it('is not restored while the container runs', async () => {
    expect(await codeOf(restore('first'))).toBe('container-running');
  });
});

describe('snapshots before a change', () => {
  const before = async (): Promise<unknown> =>
    readResult((await helper.client()).stream('snapshot.take', { name, before: 'removal' }));

  it('are named for it, the newest three are kept, and those of others stay', async () => {
    const taken: string[] = [];
    for (let count = 0; count < 4; count += 1) {
      const one = (await before()) as { readonly name: string; readonly reason: string };
      expect([one.reason, one.name]).toEqual(['before-change', expect.stringMatching(/^before-removal-[-0-9]+$/)]);
      taken.push(one.name);
    }
    expect((await list()).map((one) => one.name)).toEqual([...taken.slice(1).toReversed(), 'first']);
    for (const snapshot of taken.slice(1)) await (await helper.client()).request('snapshot.remove', { name, snapshot });
  });
});

describe('a clone', () => {
  const copy = `copy-${suffix}`;

  it('has the files as its own, in a context, a range of ids and with a machine id of its own', async () => {
    helper.adopt(copy);
    const made = await helper.create({
      name: copy,
      ...idle,
      files: { container: name },
      start: true,
    });
    const source = await helper.find(name);
    expect(made.categories).not.toEqual(source?.categories);
    expect(made.userNamespaceBase).not.toBe(source?.userNamespaceBase);
    expect(await look(copy)).toBe(await look());
    expect(await inside('hostname', copy)).toBe(copy);
    expect(await inside('cat /etc/machine-id', copy)).not.toBe(await inside('cat /etc/machine-id'));
  });

  it('that is cut off by the end of the helper leaves nothing, and its source is not frozen', async () => {
    const cut = `cut-${suffix}`;
    helper.adopt(cut);
    await inside('dd if=/dev/urandom of=/root/much bs=1M count=200 status=none');
    const creation = helper.create({ name: cut, image: 'debian-13', files: { container: name } });
    creation.catch(() => undefined);
    await until(async () => (await helper.find(name))?.state === 'frozen');
    await lab.mustRun(['systemctl', 'kill', '--signal=KILL', '--kill-whom=main', 'bulkhead-helper.service']);
    await until(async () => (await helper.find(name).catch(() => undefined))?.state === 'running');
    await helper.recovered();
    expect(await helper.find(cut)).toBeUndefined();
    await inside('rm /root/much');
  });

  it('needs the image that the files lie on, and a container that is there', async () => {
    const other = { name: `other-${suffix}`, image: 'debian-13' } as const;
    helper.adopt(other.name);
    expect(await codeOf(helper.create({ ...other, files: { container: `missing-${suffix}` } }))).toBe(
      'container-not-found',
    );
    expect(await codeOf(helper.create({ ...other, files: { container: name, snapshot: 'missing' } }))).toBe(
      'snapshot-not-found',
    );
    expect(await helper.find(other.name)).toBeUndefined();
  });
});

describe('a restore', () => {
  it('brings back what was there, keeps what it replaces, and that can be brought back', async () => {
    const before = await look();
    await inside('echo two > /root/kept; rm /root/able; mkdir /root/new; echo x > /etc/issue');
    const changed = await look();
    await stop();
    const { restored, kept } = await restore('first');
    expect([restored.name, kept?.reason]).toEqual(['first', 'before-restore']);
    await start();
    expect(await look()).toBe(before);
    await stop();
    await restore(kept?.name ?? '', false);
    await start();
    expect(await look()).toBe(changed);
  });

  it('that a killed helper left is finished by the next one', async () => {
    await inside('dd if=/dev/urandom of=/root/big bs=1M count=200 status=none; sync');
    await stop();
    await take('big');
    const client = await helper.client();
    const restoring = client.stream('snapshot.restore', { name, snapshot: 'big', keepPresent: false });
    restoring.result.catch(() => undefined);
    for await (const { step } of restoring)
      if (step === 'copy') {
        await lab.mustRun(['systemctl', 'kill', '--signal=KILL', '--kill-whom=main', 'bulkhead-helper.service']);
        break;
      }
    await until(
      async () =>
        (await lab.mustRun(['systemctl', 'is-active', 'bulkhead-helper.service']).catch(() => '')) === 'active\n',
    );
    await start();
    expect(await inside('stat -c %s /root/big')).toBe(String(200 * 2 ** 20));
  });

  it('leaves no snapshot half made, and no container frozen, when the helper is killed', async () => {
    const client = await helper.client();
    const taking = client.stream('snapshot.take', { name, snapshot: 'cut' });
    taking.result.catch(() => undefined);
    for await (const { step } of taking)
      if (step === 'freeze') {
        await until(async () => (await helper.find(name))?.state === 'frozen');
        await lab.mustRun(['systemctl', 'kill', '--signal=KILL', '--kill-whom=main', 'bulkhead-helper.service']);
        break;
      }
    await until(async () => (await helper.find(name).catch(() => undefined))?.state === 'running');
    await helper.recovered();
    expect((await list()).map((one) => one.name)).not.toContain('cut');
    expect(await lab.mustRun(`ls -A ${layers}/snapshots | grep -c unfinished || true`)).toBe('0\n');
  });

  it('is of a snapshot that was not removed', async () => {
    await (await helper.client()).request('snapshot.remove', { name, snapshot: 'first' });
    await stop();
    expect(await codeOf(restore('first'))).toBe('snapshot-not-found');
    expect(await codeOf((await helper.client()).request('snapshot.remove', { name, snapshot: 'first' }))).toBe(
      'snapshot-not-found',
    );
  });
});
