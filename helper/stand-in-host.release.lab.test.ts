// SPDX-License-Identifier: Apache-2.0
/**
 * Bulkhead on a host whose kernel has the stand-in for Fedora's policy, enforcing. Permissive is `unlabeled_t` alone: the
 * domains of Debian's own programs that the stand-in does not know, such as udev's. The host's programs may do everything
 * to what is the stand-in's own, and to Bulkhead's types only what its rules and those of the modules say (ADR 40).
 */

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Container } from '../contract/model/containers/container.ts';
import { openLabClient, type LabClient } from '../hosts/fixtures/lab-client.ts';
import { untilAnswering } from '../lab/helper-answer.ts';
import { loadStandIn } from '../lab/stand-in/load-stand-in.ts';
import { useTestLab } from '../lab/test-lab.ts';
import { mountInto } from './lxc/fixtures/mount-into.ts';

const lab = await useTestLab();

let helper: LabClient;
const containers = new Map<string, Container>();

beforeAll(async () => {
  await loadStandIn(lab);
  helper = await openLabClient(lab);
  const created = await Promise.all(
    (['first', 'second', 'own'] as const).map((name) =>
      helper.create({ name, image: 'debian-13', start: true, confinement: name === 'own' ? 'own' : 'shared' }),
    ),
  );
  for (const container of created) containers.set(container.name, container);
  for (const name of containers.keys()) expect(await helper.booted(name)).toBe('running');
});
// Not `close`: the reset takes the containers away.
afterAll(() => lab.reset(), 300_000);

const contextOf = (pid: string): Promise<string> => lab.mustRun(`tr -d '\\0' < /proc/${pid}/attr/current`);
const levelOf = (name: string): string => containers.get(name)?.context?.split(':').slice(3).join(':') ?? '';

/** Of what a container makes itself, by what it is. */
async function labelsIn(name: string): Promise<Readonly<Record<string, string>>> {
  const { output } = await helper.exec(name, 'python3', '-c', makeThings);
  return JSON.parse(output) as Readonly<Record<string, string>>;
}

const makeThings = `import fcntl, json, os, struct, subprocess
made = {}
for folder in ['/run', '/tmp', '/dev/shm', '/mnt']:
    if folder == '/mnt':
        subprocess.run(['mount', '-t', 'tmpfs', 'none', folder], check=True)
    path = folder + '/made'
    open(path, 'w').write('secret')
    made[folder] = os.getxattr(path, 'security.selinux')
made['memfd'] = os.getxattr(os.memfd_create('made'), 'security.selinux')
terminal = os.open('/dev/ptmx', os.O_RDWR | os.O_NOCTTY)
number = struct.unpack('I', fcntl.ioctl(terminal, 0x80045430, b'0000'))[0]
made['terminal'] = os.getxattr('/dev/pts/%d' % number, 'security.selinux')
print(json.dumps({key: value.decode().strip(chr(0)) for key, value in made.items()}))
`;

describe('helper and listener', () => {
  it('answer in domains of their own, while SELinux enforces', async () => {
    expect(await untilAnswering(lab)).toMatch(/^\d/);
    expect(await lab.mustRun(['getenforce'])).toBe('Enforcing\n');
    expect(await lab.mustRun('semodule --list-modules=full | grep -c "^200 bulkhead"')).toBe('9\n');
    const pidOf = async (unit: string): Promise<string> =>
      (await lab.mustRun(['systemctl', 'show', '-P', 'MainPID', unit])).trim();
    expect(await contextOf(await pidOf('bulkhead-helper'))).toBe('system_u:system_r:bulkhead_helper_t:s0-s0:c0.c1023');
    expect(await contextOf(await pidOf('bulkhead-listener'))).toBe('system_u:system_r:bulkhead_listener_t:s0');
    const permissive = await lab.mustRun(['seinfo', '--permissive', '-x']);
    expect(permissive.match(/\b\w+_t\b/g)).toEqual(['unlabeled_t']);
  });
});

describe('a container', () => {
  it('runs in the shared domain, or in its own, and the helper starts it without leaving its domain', async () => {
    for (const [name, type] of [
      ['first', 'bulkhead_t'],
      ['own', 'bulkhead_c_own_t'],
    ] as const) {
      const pid = containers.get(name)?.initPid ?? 0;
      expect(await contextOf(String(pid))).toBe(`system_u:system_r:${type}:${levelOf(name)}`);
      const monitor = (await lab.mustRun(['ps', '-o', 'ppid=', '-p', String(pid)])).trim();
      expect(await contextOf(monitor)).toMatch(/:bulkhead_helper_t:/);
    }
  });

  it('in a domain of its own gives its categories to all that it makes in memory, and to its terminals', async () => {
    const memory = `system_u:object_r:bulkhead_c_own_tmpfs_t:${levelOf('own')}`;
    expect(await labelsIn('own')).toEqual({
      ...{ '/run': memory, '/tmp': memory, '/dev/shm': memory, '/mnt': memory, memfd: memory },
      terminal: `system_u:object_r:bulkhead_c_own_terminal_t:${levelOf('own')}`,
    });
  });

  it('in the shared domain to what was mounted and labelled for it; the rest has no categories (ADR 42)', async () => {
    const memory = `system_u:object_r:bulkhead_tmpfs_t:${levelOf('first')}`;
    const bare = 'system_u:object_r:bulkhead_tmpfs_t:s0';
    expect(await labelsIn('first')).toEqual({
      ...{ '/run': memory, '/tmp': memory, '/dev/shm': memory, '/mnt': bare, memfd: bare },
      terminal: 'system_u:object_r:bulkhead_devpts_t:s0',
    });
  });

  it.each([
    ['first', 'second', '/run'],
    ['second', 'first', '/tmp'],
    ['own', 'first', '/run'],
    ['first', 'own', '/mnt'],
  ])('%s does not read what %s has in %s, where it sees it', async (reader, owner, folder) => {
    if (owner === 'second') await labelsIn('second');
    const [from, to] = [containers.get(owner)?.initPid, containers.get(reader)?.initPid ?? null];
    const at = `/srv/of-${owner}`;
    await helper.exec(reader, 'mkdir', '-p', at);
    await lab.mustRun(`chmod 0777 /proc/${from}/root${folder}; chmod 0666 /proc/${from}/root${folder}/made`);
    await mountInto(lab, { pid: to, owner: from ?? 0, from: folder, to: at });
    expect(await helper.exec(reader, 'cat', `${at}/made`)).toEqual({
      exitCode: 1,
      output: `cat: ${at}/made: Permission denied`,
    });
    expect(await helper.exec(owner, 'cat', `${folder}/made`)).toEqual({ exitCode: 0, output: 'secret' });
  });
});

it("starts by an administrator's lxc-start too, from the domain of another container runtime", async () => {
  const client = await helper.client();
  await client.request('container.stop', { name: 'second', force: true });
  await lab.mustRun(['lxc-start', '-n', 'second']);
  const pid = (await lab.mustRun(['lxc-info', '-n', 'second', '-pH'])).trim();
  expect(await contextOf(pid)).toBe(`system_u:system_r:bulkhead_t:${levelOf('second')}`);
  const monitor = (await lab.mustRun(['ps', '-o', 'ppid=', '-p', pid])).trim();
  expect(await contextOf(monitor)).toMatch(/^unconfined_u:unconfined_r:container_runtime_t:/);
  expect(await helper.booted('second')).toBe('running');
  // At a terminal, as a person has it.
  const attach = 'lxc-attach -n second -- cat /proc/self/attr/current';
  expect(await lab.mustRun(['script', '-qec', attach, '/dev/null'])).toMatch(/:bulkhead_t:/);
});

it('leaves no denial of a type of ours but those of the reads above', async () => {
  const lines = (await lab.mustRun('grep -a "denied .*bulkhead_" /var/log/audit/audit.log || true'))
    .split('\n')
    .filter((line) => line !== '' && !/comm="cat" name="\/"/.test(line));
  const since = Number((await lab.mustRun(['stat', '-c', '%Y', '/etc/selinux/targeted'])).trim());
  expect(
    lines.filter((line) => Number(/audit\((\d+)/.exec(line)?.[1]) >= since && line.includes('permissive=0')),
  ).toEqual([]);
});
