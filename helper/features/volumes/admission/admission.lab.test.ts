// SPDX-License-Identifier: Apache-2.0
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLabClient, type LabClient } from '../../../../hosts/fixtures/lab-client.ts';
import { useTestLab } from '../../../../lab/test-lab.ts';
import { readResult } from '../../../../rpc/read-result.ts';

/** Polkit authorises everything that operator requests here: the admission of folders must hold without it. */
const lab = await useTestLab();
const name = `admit-${Date.now().toString(36)}`;
const [list, home] = ['/etc/bulkhead/volumes.conf', '/home/operator'] as const;
const canaries = [
  '/etc/passwd',
  '/etc/shadow',
  '/var/lib/apt',
  '/var/lib/pam',
  '/var/lib/private',
  '/lost+found',
  '/root',
  '/home/operator',
] as const;

let helper: LabClient;

beforeAll(async () => {
  helper = await openLabClient(lab);
  await lab.mustRun(
    `mkdir -p /data-${name}/x /var/lib/pam; install -d -o operator -m 0755 ${home}/pages; ` +
      'install -d -o outsider -m 0755 /home/outsider/pages',
  );
  await helper.create({ name, image: 'debian-13' });
});
afterAll(async () => {
  await helper.close();
  await lab.mustRun(`rm -rf /data-${name} ${home}/pages /home/outsider/pages ${list}`);
});

async function attach(source: string): Promise<void> {
  await readResult((await helper.client()).stream('volume.attach', { name, source, target: '/srv/here' }));
}

async function detach(): Promise<void> {
  await readResult((await helper.client()).stream('volume.detach', { name, target: '/srv/here' }));
}

const notAllowedWith = (reason: string): object => ({
  code: 'volume-not-allowed',
  data: { reason: expect.stringContaining(reason) as string },
});
/** Reads the facts without the mounts of containers, which come and go with those of other tests. */
const facts = (): Promise<string> =>
  lab.mustRun(
    `stat -c '%n %i %a %u %C' ${canaries.join(' ')}; sha256sum /etc/passwd /etc/shadow; ` +
      `find /var/lib/apt /var/lib/pam /lost+found -printf '%p %Z\\n' | sort | sha256sum; ` +
      `grep -E ' /(var|lost|root|home)[^ ]* ' /proc/mounts | grep -vE ' /var/lib/(lxc|bulkhead)/'; true`,
  );

describe('with a polkit rule that says yes to everything, what the host lives by is not given away (B8) (review F3)', () => {
  it.each([
    ['/var/lib/apt', 'have an administrator list this one'],
    ['/var/lib/pam', 'below none of /srv, /mnt, /media, /opt'],
    ['/var/lib/private', 'below none of'],
    ['/lost+found', 'belongs to the user 0'],
    ['/root', 'belongs to the system'],
    ['/etc', 'belongs to the system'],
    ['/home/outsider/pages', 'belongs to the user'],
    ['/tmp', 'too wide'],
    ['/var/lib/bulkhead/images', 'belongs to the system'],
    ['/proc/1/root/etc', 'belongs to the system'],
  ])('%s', async (source, reason) => {
    const before = await facts();
    await expect(attach(source)).rejects.toMatchObject(notAllowedWith(reason));
    expect(await facts()).toBe(before);
    expect((await helper.find(name))?.volumes).toEqual([]);
  });

  it('nor a folder whose path others could exchange', async () => {
    await lab.mustRun('install -d -o operator -m 0755 /tmp/operators/pages');
    await expect(attach('/tmp/operators/pages')).rejects.toMatchObject(notAllowedWith('others may write to /tmp'));
  });
});

describe('what may be given', () => {
  it("a folder of the caller's own, and its labels come back (review F3)", async () => {
    const before = await lab.mustRun(['stat', '-c', '%C', `${home}/pages`]);
    await attach(`${home}/pages`);
    expect((await helper.find(name))?.volumes).toMatchObject([{ source: `${home}/pages` }]);
    await detach();
    expect(await lab.mustRun(['stat', '-c', '%C', `${home}/pages`])).toBe(before);
    expect(await lab.mustRun(`grep -c ' ${home}/pages ' /proc/self/mountinfo; true`)).toBe('0\n');
  });

  it('what an administrator lists, as long as nobody else can write the list (review F3)', async () => {
    await expect(attach(`/data-${name}/x`)).rejects.toMatchObject(notAllowedWith('belongs to the user 0'));
    await lab.mustRun(
      `install -d -m 0755 /etc/bulkhead; printf '# ours\\n/data-${name}\\n/etc\\n' > ${list}; chmod 0664 ${list}`,
    );
    await expect(attach(`/data-${name}/x`)).rejects.toMatchObject(
      notAllowedWith(`ignored now: others than root may write to ${list}`),
    );
    await lab.mustRun(['chmod', '0644', list]);
    await expect(attach('/etc/apt')).rejects.toMatchObject(notAllowedWith('belongs to the system'));
    await attach(`/data-${name}/x`);
    expect(
      await lab.mustRun(
        `journalctl -u bulkhead-helper.service -o cat -n 50 | grep -c -e volume-list-ignored -e volume-list-line-ignored`,
      ),
    ).toMatch(/^[2-9]/);
  });

  it('a volume that is no longer listed goes on working, and the audit names it (review F3)', async () => {
    await lab.mustRun(['rm', list]);
    const client = await helper.client();
    await client.request('container.start', { name });
    expect((await helper.exec(name, 'sh', '-c', 'echo made > /srv/here/file; cat /srv/here/file')).output).toBe('made');
    const found: string[] = [];
    for await (const item of client.stream('isolation.audit', {}))
      if (item.type === 'finding' && item.finding.kind === 'unlisted-volume')
        found.push(`${item.finding.source} ${item.finding.containers.join()}`);
    expect(found).toEqual([`/data-${name}/x ${name}`]);
    await client.request('container.stop', { name, force: true });
    await detach();
  });

  it('a folder that vanishes after it was attached ends the start in words, and detaching works (B4)', async () => {
    await lab.mustRun(`mkdir -p /srv/${name}`);
    await attach(`/srv/${name}`);
    await lab.mustRun(`umount /srv/${name} 2>/dev/null; rmdir /srv/${name}`);
    await expect((await helper.client()).request('container.start', { name })).rejects.toMatchObject(
      notAllowedWith('there is no such folder on the host'),
    );
    expect((await helper.find(name))?.state).toBe('stopped');
    await detach();
    expect((await helper.find(name))?.volumes).toEqual([]);
  });
});
