// SPDX-License-Identifier: Apache-2.0
import { afterAll, beforeAll, expect, it } from 'vitest';
import { isFailure } from '../../../contract/errors.ts';
import { openLabClient, type LabClient } from '../../../hosts/fixtures/lab-client.ts';
import { useTestLab } from '../../../lab/test-lab.ts';

/**
 * The folder of a container is exchanged with a decoy, without pause, while the container is started and removed. The
 * decoy's folders lead to the host's.
 */
const lab = await useTestLab();
const suffix = Date.now().toString(36);
const rounds = 3;

let helper: LabClient;

beforeAll(async () => {
  helper = await openLabClient(lab);
  await lab.mustRun(`cat > /root/exchange.py <<'END'
import ctypes, os, sys
libc = ctypes.CDLL(None, use_errno=True)
one, other, stop = sys.argv[1:4]
count = 0
while not os.path.exists(stop):
    if libc.renameat2(-100, one.encode(), -100, other.encode(), 2) == 0: count += 1
print(count)
END`);
});
afterAll(async () => {
  await lab.mustRun(`rm -rf --one-file-system /root/exchange.py /root/exchange.stop /root/decoy-${suffix}-*`);
  await helper.close();
});

const canaries = (): Promise<string> =>
  lab.mustRun(
    `find /etc -xdev -printf '%p %Z %m %u %s\\n' | sort | sha256sum; grep -c ' /etc ' /proc/self/mountinfo; true`,
  );

it('either the container or the decoy is used, and never the host (B4)', { timeout: 1_200_000 }, async () => {
  const before = await canaries();
  let exchanges = 0;
  for (let round = 0; round < rounds; round += 1) {
    const name = `moved-${suffix}-${round}`;
    const [own, decoy] = [`/var/lib/lxc/${name}`, `/root/decoy-${suffix}-${round}`];
    await helper.create({ name, image: 'debian-13' });
    await lab.mustRun(
      `mkdir ${decoy}; cp ${own}/config ${own}/bulkhead.json ${decoy}; ln -s /etc ${decoy}/rootfs; ` +
        `ln -s /etc ${decoy}/volumes; rm -f /root/exchange.stop; ` +
        `umount ${round % 2 === 0 ? `${own}/rootfs` : '/nothing'} 2>/dev/null; true`,
    );
    const exchanging = lab.mustRun(['python3', '/root/exchange.py', own, decoy, '/root/exchange.stop']);
    const client = await helper.client();
    const outcomes = [];
    for (const work of [
      () => client.request('container.start', { name }),
      () => client.request('container.remove', { name, force: true }),
    ])
      outcomes.push(
        await work().then(
          () => 'done',
          (error: unknown) => (isFailure(error) ? error.code : String(error)),
        ),
      );
    await lab.mustRun(['touch', '/root/exchange.stop']);
    exchanges += Number(await exchanging);
    expect([round, await canaries()]).toEqual([round, before]);
    // What is left has its own name again, and is removed as ever.
    await lab.mustRun(
      `[ -h ${own}/rootfs ] && python3 -c "import ctypes; ctypes.CDLL(None).renameat2(-100, b'${own}', -100, b'${decoy}', 2)"; true`,
    );
    await client.request('container.remove', { name, force: true }).catch(() => undefined);
    await lab.mustRun(
      `lxc-stop -k -n ${name} 2>/dev/null; umount -l ${own}/rootfs ${decoy}/rootfs ` +
        `/var/lib/bulkhead/containers/${name}/lower 2>/dev/null; ` +
        `rm -rf --one-file-system ${own} ${decoy} /var/lib/bulkhead/containers/${name}; true`,
    );
    process.stdout.write(`round ${round}: ${outcomes.join(', ')}\n`);
  }
  expect(exchanges).toBeGreaterThan(300);
});
