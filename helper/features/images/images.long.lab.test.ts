// SPDX-License-Identifier: Apache-2.0
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { imagePieceBytes } from '../../../contract/operations/host/image.ts';
import type { ParamsInput, Result } from '../../../contract/operations/index.ts';
import { codeOf } from '../../../hosts/fixtures/cut-creation.ts';
import { openLabClient, type LabClient } from '../../../hosts/fixtures/lab-client.ts';
import { useTestLab } from '../../../lab/test-lab.ts';
import { until } from '../../lxc/fixtures/until.ts';
import { type MadeEntry, madeArchive } from '../archives/fixtures/made-archive.ts';

const lab = await useTestLab();
const suffix = Date.now().toString(36);
const image = `made-${suffix}`;
const web = `img-${suffix}`;
const store = '/var/lib/bulkhead/images';
const archive = `/var/tmp/${image}.tar.zst`;
const half = madeArchive([{ name: 'x', content: Buffer.alloc(2_000_000) }]).subarray(0, 1_000_000);

let helper: LabClient;
let startedAt: string;

const images = async () => (await (await helper.client()).request('image.list', {})).images;

beforeAll(async () => {
  startedAt = (await lab.mustRun("date '+%m/%d/%y %H:%M:%S'")).trim();
  helper = await openLabClient(lab);
  // The listener is up now, which a program of the guest waits for only so long.
  await images();
  // What a container needs to start, and packed: the emulated processor takes long for every byte.
  await lab.mustRun(
    `tar -C ${store}/debian-13/rootfs --numeric-owner --xattrs --xattrs-include=security.capability ` +
      `--exclude='./dev/*' --exclude=./usr/share/{doc,info,locale,man,zoneinfo} --exclude=./var/{cache,lib}/apt ` +
      `--exclude=./var/lib/dpkg --exclude='./usr/lib/python3*' --exclude='./usr/bin/python3*' ` +
      `--exclude=./usr/lib/x86_64-linux-gnu/{gconv,perl-base} ` +
      `-c . | zstd -q -o ${archive} && chmod 644 ${archive}`,
  );
});
afterAll(async () => {
  await helper.close();
  await lab.run(`rm -f ${archive}`);
  for (const { name } of await images())
    if (name.endsWith(suffix)) await (await helper.client()).request('image.remove', { image: name });
  (await helper.client()).close();
});

/** Imports bytes as a client of the protocol does. */
async function imported(
  bytes: Uint8Array,
  params: ParamsInput<'image.import'>,
  { isWhole = true } = {},
): Promise<Result<'image.import'>> {
  const channel = (await helper.client()).channel('image.import', params);
  channel.result.catch(() => undefined);
  for (let at = 0; at < bytes.length; at += imagePieceBytes)
    await channel.send({
      type: 'data',
      data: bytes.subarray(at, at + imagePieceBytes),
    });
  if (isWhole) await channel.send({ type: 'end' });
  return channel.result;
}

/** Everything that an image of this name, or what was begun of it, could have left. */
async function tracesOf(name: string): Promise<string> {
  return lab.mustRun(
    `ls -A ${store} | grep -F ${name}; pgrep -u nobody -fa bulkhead-archive-reader.js; python3 -c "
import sqlite3
print(sqlite3.connect('file:/var/lib/bulkhead/bulkhead.db?mode=ro', ` +
      `uri=True).execute('SELECT kind FROM intent WHERE subject = ?', ('${name}',)).fetchall())"`,
  );
}
const noTraces = '[]\n';

describe('an import', () => {
  // The imports that follow go through all the same.
  it('leaves nothing when the helper is killed (F1)', async () => {
    const name = `shot-${suffix}`;
    void imported(half, { image: name }, { isWhole: false }).catch(() => undefined);
    await until(async () => (await lab.run(['ls', `${store}/.unfinished-${name}/rootfs`])).code === 0);
    await lab.mustRun('systemctl kill --signal KILL bulkhead-helper.service');
    await until(async () => (await tracesOf(name)) === noTraces);
    expect((await lab.run(['systemctl', 'is-active', 'bulkhead-helper.service'])).stdout).toMatch(/^activ/);
  });
});

describe('an archive of a root file system', () => {
  it('is imported by bulkheadctl, as a user who may, and as the same files', async () => {
    const words = `--json image import ${archive} --as ${image} --description 'of the lab'`;
    const lines = (await lab.mustRun(`bulkheadctl ${words}`, { user: 'operator' })).trimEnd().split('\n');
    const { done } = JSON.parse(lines.at(-1) ?? '') as { readonly done: object };
    const sha256 = (await lab.mustRun(['sha256sum', archive])).slice(0, 64);
    expect(done).toMatchObject({
      name: image,
      architecture: 'amd64',
      sha256,
      origin: `${image}.tar.zst`,
      has_init: true,
      used_by: [],
    });
    // Owners, modes, sizes, times, links, contents.
    const rootfs = `${store}/${image}/rootfs`;
    expect(
      await lab.mustRun(`tar -C ${rootfs} --numeric-owner -df ${archive} | grep -v machine-id; getcap -r ${rootfs}`),
    ).toBe((await lab.mustRun(`getcap -r ${store}/debian-13/rootfs`)).replaceAll('/debian-13/', `/${image}/`));
    const count = await lab.mustRun(`find ${rootfs} | wc -l`);
    expect(await lab.mustRun(`tar -tf ${archive} | wc -l`)).toBe(count);
    expect(await lab.mustRun(`stat -c '%a %s' ${store}/${image} ${store}/${image}/rootfs/etc/machine-id`)).toBe(
      '700 ' + (await lab.mustRun(`stat -c %s ${store}/${image}`)) + '444 0\n',
    );
  });

  it('is an image whose containers run, confined and without a denial', async () => {
    const created = await helper.create({ name: web, image, start: true });
    expect(await helper.booted(web)).toBe('running');
    expect(created.context).toMatch(/:bulkhead_t:s0:c\d+,c\d+$/);
    const { groups } = await (await helper.client()).request('denial.query', { container: web });
    expect(groups).toEqual([]);
    expect((await images()).find(({ name }) => name === image)?.usedBy).toEqual([web]);
  });

  it('is not removed while a container needs it, be it described or only mounted', async () => {
    const remove = async () => codeOf((await helper.client()).request('image.remove', { image }));
    expect(await remove()).toBe('image-in-use');
    const description = `/var/lib/lxc/${web}/bulkhead.json`;
    await lab.mustRun(`mv ${description} ${description}.aside`);
    try {
      expect(await remove()).toBe('image-in-use');
    } finally {
      await lab.mustRun(`mv ${description}.aside ${description}`);
    }
  });

  it('a container becomes one, with what it has written and with ids of its own', async () => {
    const second = `second-${suffix}`;
    const script =
      'echo written > /root/mine && chown 33:33 /root/mine && rm /etc/issue && cp /bin/true /root/able && setcap cap_net_raw=ep /root/able';
    expect(await helper.exec(web, 'sh', '-c', script)).toEqual({ exitCode: 0, output: '' });
    const making = (await helper.client()).stream('image.make', { name: web, image: second });
    let written = 0;
    for await (const { bytes } of making) written = bytes;
    const { image: made } = await making.result;
    expect(written).toBeGreaterThan(0);
    expect(made).toMatchObject({ name: second, origin: `container ${web}`, hasInit: true });
    expect((await helper.find(web))?.state).toBe('running');
    expect(
      await lab.mustRun(
        `cd ${store}/${second}/rootfs && stat -c '%u:%g %s' root/mine && ls etc/issue 2>&1; getcap root/able; stat -c %s etc/machine-id; ` +
          'find . -uid +65535 -o -gid +65535 | head',
      ),
    ).toBe("33:33 8\nls: cannot access 'etc/issue': No such file or directory\nroot/able cap_net_raw=ep\n0\n");
  });
});

describe('who unpacks', () => {
  it('reads as nobody without capabilities, writes with few, in a cgroup, and ends with the connection (C4)', async () => {
    const name = `slow-${suffix}`;
    void imported(half, { image: name }, { isWhole: false }).catch(() => undefined);
    await until(async () => (await lab.run(['ls', `${store}/.unfinished-${name}/rootfs/x`])).code === 0);
    const seen = await lab.mustRun(
      `reader=$(pgrep -u nobody -f bulkhead-archive-reader.js); grep -E '^(Uid|CapEff)' /proc/$reader/status; ` +
        `cat /proc/$reader/cgroup; grep -hE '^(Uid|CapEff|CapBnd|NoNewPrivs)' /proc/$(pgrep -x tar)/status`,
    );
    expect(seen.replaceAll('\t', ' ')).toMatch(
      new RegExp(
        '^Uid: 65534 65534 65534 65534\nCapEff: 0{16}\n0::/system.slice/bulkhead-helper.service/work/archive-\\d+\n' +
          // The capabilities are chown, dac_override, fowner, fsetid and setfcap.
          'Uid: 0 0 0 0\nCapEff: 000000008000001b\nCapBnd: 000000008000001b\nNoNewPrivs: 1\n$',
      ),
    );
    (await helper.client()).close();
    await until(async () => (await tracesOf(name)) === noTraces);
  });
});

describe('an archive that is hostile', () => {
  const canary = '/var/lib/bulkhead/canary';
  const cases: readonly (readonly [string, readonly MadeEntry[]])[] = [
    ['climbs out', [{ name: '../../../canary', content: 'x' }]],
    [
      'links out',
      [
        { name: 'x', type: '2', target: '/var/lib/bulkhead' },
        { name: 'x/canary', content: 'x' },
      ],
    ],
  ];

  it.each(cases)('and %s leaves the host as it was, and no image (C4)', async (_what, entries) => {
    const name = `bad-${suffix}`;
    await lab.mustRun(`echo untouched > ${canary}`);
    expect(await codeOf(imported(madeArchive(entries), { image: name }))).toBe('archive-unusable');
    expect([await lab.mustRun(`cat ${canary}; rm ${canary}`), await tracesOf(name)]).toEqual(['untouched\n', noTraces]);
  });
});

describe('the packages of an image', () => {
  it('have security updates by the lists of the host, which is of the same release', async () => {
    const list = '/var/lib/apt/lists/mirror_debian-security_dists_trixie-security_main_binary-amd64_Packages';
    await lab.mustRun(
      `mkdir -p ${list.slice(0, list.lastIndexOf('/'))}; printf 'Package: bash\\nArchitecture: amd64\\nVersion: 99:1\\n\\n' > ${list}`,
    );
    const { updates } = await (await helper.client()).request('image.updates', { image: 'debian-13' });
    await lab.mustRun(['rm', list]);
    expect(updates).toMatchObject({
      state: 'known',
      listsOf: 'host',
      securityCount: 1,
      packages: [{ name: 'bash', newer: '99:1', isSecurity: true }],
    });
  });
});

describe('the helper', () => {
  it('may do all of that by its policy', async () => {
    const denied = await lab.run(
      `ausearch --input-logs -m AVC,USER_AVC --start ${startedAt} | grep -F :bulkhead_helper_t:`,
    );
    expect(denied.stdout).toBe('');
  });
});
