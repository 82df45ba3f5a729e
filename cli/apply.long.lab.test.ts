// SPDX-License-Identifier: Apache-2.0
import { afterAll, describe, expect, it } from 'vitest';
import { useTestLab } from '../lab/test-lab.ts';

const lab = await useTestLab();
const operator = { user: 'operator' };
const name = `apply-${Date.now().toString(36)}`;
const network = `n${Date.now().toString(36)}`;

afterAll(async () => {
  await lab.run(`bulkheadctl rm --force --yes ${name} ${name}-app; bulkheadctl network rm ${network}`);
}, 100_000);

const apply = (text: string, words = '') =>
  lab.run(`bulkheadctl apply -f - --yes ${words}`, { ...operator, input: text });

async function json(words: string): Promise<Record<string, unknown>> {
  return JSON.parse(await lab.mustRun(`bulkheadctl --json ${words}`, operator)) as Record<string, unknown>;
}

const file = `
managed-by: ${name}
containers:
  ${name}:
    image: debian-13
    state: running
    limits: { memory: 256M }
    tags: [a]
    hostname: shop
    snapshots: { every: day }
`;

describe('a file of containers on a real host', () => {
  it('creates a container, changes it, and changes nothing where nothing differs', async () => {
    expect(await apply(file)).toMatchObject({ code: 0 });
    expect(await lab.mustRun(`cat /sys/fs/cgroup/lxc.payload.${name}/memory.max`)).toBe(`${256 * 2 ** 20}\n`);
    expect((await apply(file, '--dry-run')).code).toBe(0);
    const changed = file.replace('256M', '300M').replace('[a]', '[a, b]');
    expect((await apply(changed, '--dry-run')).code).toBe(5);
    expect((await apply(changed)).code).toBe(0);
    expect(await lab.mustRun(`cat /sys/fs/cgroup/lxc.payload.${name}/memory.max`)).toBe(`${300 * 2 ** 20}\n`);
    const declared = await lab.mustRun(`bulkheadctl declare ${name}`, operator);
    expect((await apply(declared, '--dry-run')).code).toBe(0);
  });

  it('sets up a network, and a container on it, once', async () => {
    const app = `${name}-app`;
    const onNetwork = `
networks: { ${network}: { net: 10.0.77.0/24 } }
containers: { ${app}: { image: debian-13, network: "bridge:${network}" } }
`;
    const made = await apply(onNetwork);
    expect([made.code, made.stdout]).toEqual([0, expect.stringContaining(`set up the network ${network}`)]);
    expect(await lab.mustRun(`ip -o -4 address show dev ${network}`)).toContain('10.0.77.1/24');
    expect(await lab.mustRun(`grep link /var/lib/lxc/${app}/config`)).toContain(network);
    expect((await apply(onNetwork, '--dry-run')).code).toBe(0);
    expect((await apply(await lab.mustRun(`bulkheadctl declare ${app}`, operator), '--dry-run')).code).toBe(0);
    expect(await apply(onNetwork.replace('10.0.77.0', '10.0.78.0'), '--dry-run')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('is 10.0.77.1/24 and cannot be changed') as unknown,
    });
  });

  it('says how what runs inside is, without and with a failed unit', async () => {
    const sh = (script: string) => lab.mustRun(['bulkheadctl', 'exec', name, '--', 'sh', '-c', script], operator);
    await sh(
      'until systemctl is-system-running | grep -Eq "running|degraded"; do sleep 0.2; done; systemctl reset-failed',
    );
    const packages = 'Package: bash\nArchitecture: amd64\nVersion: 99:1\n';
    await sh(
      `mkdir -p /var/lib/apt/lists; printf '${packages}' > /var/lib/apt/lists/mirror_debian-security_Packages;` +
        'systemd-run --quiet --unit=web-port perl -MIO::Socket::INET -e ' +
        "'my $kept = IO::Socket::INET->new(LocalPort => 8099, Listen => 1) or die; sleep'; " +
        'until grep -q :1FA3 /proc/net/tcp; do sleep 0.2; done',
    );
    expect(await json(`health ${name}`)).toMatchObject({
      verdict: 'attention',
      failed_units: [],
      updates: { count: 1, security: 1, packages: [{ name: 'bash', newer: '99:1' }] },
      restart_required: false,
    });
    await sh(
      'touch /run/reboot-required; systemd-run --quiet --unit=broken false; until systemctl is-failed --quiet broken; do sleep 0.2; done',
    );
    // A look is shared for five seconds.
    await expect
      .poll(() => json(`health ${name}`), { timeout: 60_000, interval: 1000 })
      .toMatchObject({
        verdict: 'failing',
        failed_units: [{ name: 'broken.service' }],
        listening: expect.arrayContaining([{ protocol: 'tcp', address: null, port: 8099 }]) as object,
        restart_required: true,
      });
  });

  it('removes what the file no longer has, and nothing else', async () => {
    const before = (await lab.mustRun('bulkheadctl --json ls', operator)).split('\n').length;
    expect((await apply(`managed-by: ${name}`, '--prune')).code).toBe(0);
    expect((await lab.mustRun('bulkheadctl --json ls', operator)).split('\n')).toHaveLength(before - 1);
  });
});
