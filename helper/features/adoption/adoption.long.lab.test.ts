// SPDX-License-Identifier: Apache-2.0
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf } from '../../../hosts/fixtures/cut-creation.ts';
import { openLabClient, type LabClient } from '../../../hosts/fixtures/lab-client.ts';
import { useTestLab } from '../../../lab/test-lab.ts';
import { readResult } from '../../../rpc/read-result.ts';

const lab = await useTestLab();
const name = `byhand-${Date.now().toString(36)}`;
const folder = `/var/lib/lxc/${name}`;
const image = '/var/lib/bulkhead/images/debian-13/rootfs';

let helper: LabClient;
let before: string;

/** Names, owners, modes, times, labels and contents: what must be as it was. */
const everything = (): Promise<string> =>
  lab.mustRun(
    `cd ${folder} && find . -printf '%P %y %m %U:%G %n %i %T@ %Z %l\\n' | grep -v '^ ' | sort && ` +
      `find . -type f -exec sha256sum {} + | sort`,
  );

/** A shell, a few programs, and what they are linked with: enough to boot, and small enough to be made in a second. */
const makeByHand = `set -e
mkdir -p ${folder}/rootfs && cd ${folder}/rootfs
mkdir -p usr/bin usr/sbin usr/lib/x86_64-linux-gnu usr/lib64 etc proc sys dev run tmp srv root
for link in bin sbin lib lib64; do ln -s usr/$link $link; done
for program in dash sleep cat id stat tail; do cp -a ${image}/usr/bin/$program usr/bin/; done
ln -s dash usr/bin/sh
cp -L ${image}/usr/lib64/ld-linux-x86-64.so.2 usr/lib64/
for library in c.so.6 selinux.so.1 pcre2-8.so.0 crypto.so.3 z.so.1 zstd.so.1; do
  cp -L ${image}/usr/lib/x86_64-linux-gnu/lib$library usr/lib/x86_64-linux-gnu/ 2>/dev/null || true
done
printf '#!/bin/sh\\nwhile :; do sleep 3600; done\\n' > usr/sbin/init
chmod 755 usr/sbin/init
echo by hand > srv/note && chown 33:33 srv/note && chmod 640 srv/note
ln -s /etc/shadow srv/link
mknod srv/null c 1 3
cat > ${folder}/config`;

beforeAll(async () => {
  await lab.mustRun(makeByHand, {
    input: `# A privileged container, as old guides show it.
lxc.include = /usr/share/lxc/config/common.conf
lxc.uts.name = shop
lxc.rootfs.path = dir:${folder}/rootfs
lxc.apparmor.profile = unconfined
lxc.cap.drop =
lxc.mount.auto = proc:rw sys:rw
lxc.net.0.type = veth
lxc.net.0.link = lxcbr0
lxc.cgroup2.memory.max = 128M
`,
  });
  before = await everything();
  helper = await openLabClient(lab);
});
afterAll(async () => {
  await helper.close();
  await lab.mustRun(`lxc-stop -k -n ${name} 2>/dev/null; rm -rf ${folder} /var/lib/lxc/.bulkhead-originals/${name}`);
});

describe('a privileged container that was made by hand', () => {
  it('is judged, and nothing of it is changed by that', async () => {
    const preview = await (await helper.client()).request('container.preview-adoption', { name });
    expect(preview).toMatchObject({
      problems: [],
      image: `adopted-${name}`,
      root: `${folder}/rootfs`,
      network: { kind: 'nat' },
    });
    expect(preview.weaknesses.join('\n')).toMatch(/No SELinux context[^]*no user namespace[^]*proc:rw/);
    expect(preview.lines.find(({ key, value }) => key === 'lxc.cap.drop' && value === '')).toMatchObject({
      outcome: 'left-out',
    });
    expect(await everything()).toBe(before);
  });

  it('is not adopted while it runs', async () => {
    await lab.mustRun(['lxc-start', '-n', name]);
    const client = await helper.client();
    expect(await codeOf(readResult(client.stream('container.adopt', { name })))).toBe('container-not-adoptable');
    await lab.mustRun(['lxc-stop', '-k', '-n', name]);
    before = await everything();
  });

  it('runs confined once it is adopted, with its files as those of its own ids', async () => {
    const client = await helper.client();
    const adopted = await readResult(client.stream('container.adopt', { name }));
    expect(adopted).toMatchObject({
      isManaged: true,
      state: 'stopped',
      original: { name },
      image: `adopted-${name}`,
      domain: 'bulkhead_t',
      settings: { hostname: 'shop' },
      limits: { memoryBytes: 128 * 2 ** 20 },
      confinementMode: 'enforced',
    });
    expect(await lab.mustRun(`cd /var/lib/lxc && ls -A | grep -F -e ${name} -e originals`)).toBe(
      `.bulkhead-originals\n${name}\n`,
    );
    const running = await client.request('container.start', { name });
    expect(running.userNamespaceBase).toBeGreaterThan(0);
    expect(await helper.exec(name, 'cat', '/proc/self/attr/current')).toMatchObject({
      output: expect.stringContaining(running.context ?? 'none') as string,
    });
    expect((await helper.exec(name, 'stat', '-c', '%u:%g %a %N', '/srv/note', '/srv/link')).output).toBe(
      "33:33 640 '/srv/note'\n0:0 777 '/srv/link' -> '/etc/shadow'",
    );
    expect((await helper.exec(name, 'cat', '/srv/note', '/etc/hostname')).output).toBe('by hand\nshop');
    expect((await helper.exec(name, 'cat', '/srv/null')).exitCode).not.toBe(0);
    const root = `/proc/${running.initPid ?? 0}/root`;
    expect(await lab.mustRun(`stat -c '%C %u' ${root}/srv/note`)).toBe(
      `${(running.context ?? '').replace('system_r:bulkhead_t', 'object_r:bulkhead_file_t')} ${(running.userNamespaceBase ?? 0) + 33}\n`,
    );
  });

  it('is not removed while its original is kept', async () => {
    const client = await helper.client();
    expect(await codeOf(client.request('container.remove', { name, force: true }))).toBe('container-failed');
    expect(await codeOf(client.request('container.restore-original', { name }))).toBe('container-running');
  });

  it('comes back exactly as it was, and nothing is left of the other', async () => {
    const client = await helper.client();
    const restored = await client.request('container.restore-original', { name, force: true });
    expect(restored).toMatchObject({ name, isManaged: false, state: 'stopped', original: null });
    expect(await everything()).toBe(before);
    expect(await lab.mustRun(`ls -A /var/lib/lxc | grep -F -e ${name} -e originals`)).toBe(`${name}\n`);
    expect(
      await lab.mustRun(
        `ls -d /var/lib/bulkhead/images/*${name}* /var/lib/bulkhead/containers/${name} 2>&1 | grep -vc 'No such' || true`,
      ),
    ).toBe('0\n');
    await lab.mustRun(['lxc-start', '-n', name]);
    await lab.mustRun(['lxc-stop', '-k', '-n', name]);
  });
});
