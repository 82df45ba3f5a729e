// SPDX-License-Identifier: Apache-2.0
import { afterAll, beforeAll, expect, it } from 'vitest';
import { isFailure } from '../../../contract/errors.ts';
import { openLabClient, type LabClient } from '../../../hosts/fixtures/lab-client.ts';
import { useTestLab } from '../../../lab/test-lab.ts';
import { readResult } from '../../../rpc/read-result.ts';

/**
 * A user exchanges folders of his own while one of them is attached: Bulkhead labels and mounts only what it inspected,
 * or nothing.
 */
const lab = await useTestLab();
const suffix = Date.now().toString(36);
const name = `swap-${suffix}`;
const base = `/srv/${suffix}`;
const [good, bad, source] = [`${base}/vol`, `${base}/alt`, `${base}/vol`] as const;
const rounds = 8;

let helper: LabClient;

/** Exchanges two paths without pause until it gets the command to stop. */
const exchanger = `
import ctypes, os, sys, time
libc = ctypes.CDLL(None, use_errno=True)
one, other, stop = sys.argv[1:4]
count = 0
while not os.path.exists(stop):
    if libc.renameat2(-100, one.encode(), -100, other.encode(), 2) == 0: count += 1
    time.sleep(float(sys.argv[4]))
print(count)
`;

beforeAll(async () => {
  helper = await openLabClient(lab);
  await lab.mustRun(
    `install -d -o operator -m 0755 ${base} ${base}/vol/sub ${base}/alt/sub && cd ${base} && ` +
      'echo good > vol/which && echo bad > alt/which && touch vol/sub/{1..200} alt/sub/{1..200} && ' +
      'cp /bin/true alt/sub/prog && chmod 4755 alt/sub/prog && chown -R operator: .  && chmod 4755 alt/sub/prog',
  );
  await lab.mustRun(`cat > /usr/local/bin/exchange.py <<'END'\n${exchanger}\nEND`);
  await helper.create({ name, image: 'debian-13' });
});
afterAll(async () => {
  await helper.close();
  await lab.mustRun(`umount ${base}/* 2>/dev/null; rm -rf ${base} /usr/local/bin/exchange.py /tmp/${suffix}.stop`);
});

/** The labels below both folders, which are identified by their files, whichever name they have now. */
async function labelled(which: 'good' | 'bad'): Promise<number> {
  const folder = (await lab.mustRun(`grep -lx ${which} ${good}/which ${bad}/which`)).trim().replace(/\/which$/, '');
  return Number(await lab.mustRun(`find ${folder} -context '*bulkhead*' | wc -l`));
}

it(
  'a folder that was not looked through is neither labelled nor mounted, in any of many rounds (B4) (C6) (review F6)',
  { timeout: 900_000 },
  async () => {
    const client = await helper.client();
    const canary = await lab.mustRun(`find /etc -xdev -printf '%p %Z %m\\n' | sha256sum`);
    let attached = 0;
    for (let round = 0; round < rounds; round += 1) {
      await lab.mustRun(['rm', '-f', `/tmp/${suffix}.stop`]);
      const exchanging = lab.mustRun(
        ['python3', '/usr/local/bin/exchange.py', good, bad, `/tmp/${suffix}.stop`, String(0.0005 * (round % 8))],
        { user: 'operator' },
      );
      const outcome = await readResult(client.stream('volume.attach', { name, source, target: '/srv/here' })).then(
        () => 'attached',
        (error: unknown) => (isFailure(error, 'volume-not-allowed') ? 'not-allowed' : String(error)),
      );
      await lab.mustRun(['touch', `/tmp/${suffix}.stop`]);
      expect(Number(await exchanging)).toBeGreaterThan(0);
      expect(['attached', 'not-allowed']).toContain(outcome);
      expect([round, await labelled('bad')]).toEqual([round, 0]);
      const volumes = (await helper.find(name))?.volumes ?? [];
      expect([round, outcome, volumes.length]).toEqual([round, outcome, outcome === 'attached' ? 1 : 0]);
      if (outcome === 'attached') {
        attached += 1;
        expect((await lab.mustRun(`cat /var/lib/lxc/${name}/volumes/*/which`)).trim()).toBe('good');
        // The attached folder gets its own name back first: another folder with that name is not changed.
        await lab.mustRun(
          `umount ${good} ${bad} 2>/dev/null; grep -qx good ${good}/which || python3 -c "import ctypes; ` +
            `ctypes.CDLL(None).renameat2(-100, b'${good}', -100, b'${bad}', 2)"`,
        );
        await readResult(client.stream('volume.detach', { name, target: '/srv/here' }));
      }
      expect([round, await labelled('good'), await labelled('bad')]).toEqual([round, 0, 0]);
      expect(
        await lab.mustRun(
          `getfattr -R -d -m trusted.bulkhead ${base} 2>/dev/null; grep -c ' ${base}/' /proc/self/mountinfo; true`,
        ),
      ).toBe('0\n');
    }
    expect(await lab.mustRun(`find /etc -xdev -printf '%p %Z %m\\n' | sha256sum`)).toBe(canary);
    process.stdout.write(`exchange: ${attached} of ${rounds} rounds attached\n`);
  },
);
