// SPDX-License-Identifier: Apache-2.0
/** incusd in its domain, and confined instances that it starts: tried for real. */

import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLabClient, type LabClient } from '../../hosts/fixtures/lab-client.ts';
import {
  bootedAs,
  contextsOf,
  denialsSince,
  execIn,
  makeInstance,
  startInstance,
  timeOf,
} from './fixtures/confined-instance.ts';
import { incusImage } from './image.ts';
import { bridge, labelledPool } from './preseed.ts';
import { useIncusLab } from './test-incus-lab.ts';

const lab = await useIncusLab();
const suffix = Date.now().toString(36);
const first = { name: `first-${suffix}`, categories: 'c100,c200' };
const second = { name: `second-${suffix}`, categories: 'c300,c400' };
const contextOf = ({ categories }: typeof first): string => `system_u:system_r:bulkhead_t:s0:${categories}`;

let begun = 0;

beforeAll(async () => {
  begun = await timeOf(lab);
  for (const instance of [first, second]) await startInstance(lab, instance);
});
afterAll(async () => {
  await lab.run(['incus', 'delete', '--force', first.name, second.name]);
});

describe('incusd', () => {
  it('runs in its domain, enforced', async () => {
    expect(await lab.mustRun('tr -d "\\0" < /proc/$(systemctl show -P MainPID incus.service)/attr/current')).toMatch(
      /^system_u:system_r:bulkhead_incus_t:s0/,
    );
    expect(await lab.mustRun('getenforce; seinfo --permissive -x | grep -c bulkhead_ || true')).toBe('Enforcing\n0\n');
  });

  it('has a bridge, served by dnsmasq in the domain of dnsmasq', async () => {
    const state = await lab.mustRun(['ip', '-brief', 'address', 'show', 'dev', bridge]);
    expect(state).toContain('10.77.0.1/24');
    const context = `for pid in $(pgrep -x dnsmasq); do
  if tr '\\0' ' ' < /proc/$pid/cmdline | grep -q ${bridge}; then tr -d '\\0' < /proc/$pid/attr/current; echo; fi
done`;
    expect(await lab.mustRun(context)).toMatch(/^system_u:system_r:dnsmasq_t:/);
  });

  it.each([
    ['reads passwords', 'cat /etc/shadow'],
    ['changes what the host runs', 'touch /usr/bin/incus-domain-test'],
    ['makes SELinux permissive', 'echo 0 > /sys/fs/selinux/enforce'],
    ['speaks with the helper', 'python3 -c "import socket; socket.socket(1).connect(\'/run/bulkhead/helper.sock\')"'],
  ])('%s not', async (_, command) => {
    const entry = '/usr/local/bin/incus-domain-test';
    await lab.mustRun(
      `printf '#!/bin/sh\\nexec "$@"\\n' > ${entry}; chmod 755 ${entry}; chcon -t bulkhead_incus_exec_t ${entry}`,
    );
    const run = (line: string): Promise<{ readonly code: number }> =>
      lab.run([
        ...['systemd-run', '--quiet', '--wait', '--collect'],
        ...['--property=SELinuxContext=system_u:system_r:bulkhead_incus_t:s0', entry, 'sh', '-c', line],
      ]);
    expect((await run('true')).code).toBe(0);
    expect((await run(command)).code).not.toBe(0);
    await lab.mustRun(['rm', entry]);
  });
});

describe('a confined instance', () => {
  it('boots as far as on a host without SELinux, in its context with all that runs in it', async () => {
    for (const instance of [first, second]) {
      expect(await bootedAs(lab, instance.name)).toBe('running');
      expect(await contextsOf(lab, instance.name)).toEqual([contextOf(instance)]);
    }
  });

  it('has the label of its mount on each of its files, at once', async () => {
    expect(await execIn(lab, first.name, 'stat', '-c', '%C', '/', '/etc/passwd', '/usr/bin/env')).toBe(
      'system_u:object_r:bulkhead_file_t:s0:c100,c200\n'.repeat(3),
    );
  });

  it('gets an address from the bridge', async () => {
    const addresses = await execIn(lab, first.name, 'ip', '-4', '-brief', 'address', 'show', 'dev', 'eth0');
    expect(addresses).toMatch(/ 10\.77\.0\.\d+\/24/);
  });

  it('is entered with the label that it has', async () => {
    expect(await execIn(lab, first.name, 'cat', '/proc/self/attr/current')).toContain(contextOf(first));
  });

  it('has ids of its own', async () => {
    const bases = await Promise.all([first, second].map(({ name }) => execIn(lab, name, 'cat', '/proc/self/uid_map')));
    const [one = 0, other = 0] = bases.map((line) => Number(line.trim().split(/\s+/)[1]));
    expect(Math.abs(one - other)).toBeGreaterThanOrEqual(65_536);
  });

  it('has booted without a denial, and yields none in 60 seconds', async () => {
    const since = await timeOf(lab);
    await sleep(60_000);
    expect(await denialsSince(lab, since)).toEqual([]);
    expect((await denialsSince(lab, begun)).filter((line) => line.includes(':bulkhead_t:'))).toEqual([]);
  });
});

describe('the files of another one', () => {
  let helper: LabClient;
  const plain = `plain-${suffix}`;
  const rootOf = (name: string): string => `/var/lib/incus/storage-pools/${labelledPool}/containers/${name}/rootfs`;

  beforeAll(async () => {
    helper = await openLabClient(lab);
    await helper.create({ name: plain, image: 'debian-13', start: true });
    const script =
      'mkdir -m 0777 "$1/srv/open" && echo secret > "$1/srv/open/secret" && chmod 0666 "$1/srv/open/secret"';
    for (const root of [rootOf(second.name), `/var/lib/lxc/${plain}/rootfs`])
      await lab.mustRun(['sh', '-c', script, 'open', root]);
  });
  afterAll(() => helper.close());

  const mounted = async (from: string, path: string): Promise<void> => {
    const device = path.slice(1).replaceAll('/', '-');
    await lab.mustRun([
      'incus',
      'config',
      'device',
      'add',
      first.name,
      device,
      'disk',
      `source=${from}`,
      `path=${path}`,
    ]);
  };

  it('are read by itself', async () => {
    expect(await execIn(lab, second.name, 'cat', '/srv/open/secret')).toBe('secret\n');
  });

  it.each([
    ['an instance of Incus', () => rootOf(second.name), '/srv/instance'],
    ['a container of plain LXC', () => `/var/lib/lxc/${plain}/rootfs`, '/srv/plain'],
  ])('%s, open to all and reachable by path, cannot be read', async (_, root, path) => {
    await mounted(`${root()}/srv/open`, path);
    const since = await timeOf(lab);
    const { code, stderr, stdout } = await lab.run(['incus', 'exec', first.name, '--', 'cat', `${path}/secret`]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('Permission denied');
    expect((await denialsSince(lab, since)).filter((line) => line.includes('bulkhead_t:s0:c100,c200'))).not.toEqual([]);
  });
});

describe('an instance whose configuration names no context', () => {
  const name = `open-${suffix}`;
  const pid = 'pid=$(incus info "$1" | sed -n "s/^PID: //p"); tr -d "\\0" < /proc/$pid/attr/current';
  const confine = (state: 'on' | 'off'): Promise<string> =>
    lab.mustRun(`setsebool -P bulkhead_incus_confined ${state}; systemctl restart incus.socket incus.service`);

  beforeAll(async () => {
    // No instance starts with Debian's policy alone: what mounts lxcfs in it may not. Without that mount one does.
    await lab.mustRun(['incus', 'init', incusImage, name, '--config', 'raw.lxc=lxc.hook.mount =']);
  });
  afterAll(async () => {
    await lab.run(['incus', 'delete', '--force', name]);
    await confine('on');
  });

  it('starts as before where the boolean is off, and so does incusd', async () => {
    await confine('off');
    expect(await lab.mustRun('tr -d "\\0" < /proc/$(systemctl show -P MainPID incus.service)/attr/current')).toMatch(
      /^system_u:system_r:initrc_t:s0/,
    );
    await lab.mustRun(['incus', 'start', name]);
    expect(await lab.mustRun(['sh', '-c', pid, 'context', name])).toMatch(/^system_u:system_r:initrc_t:s0/);
    await lab.mustRun(['incus', 'stop', '--force', name]);
  });

  it('does not start where it is on', async () => {
    await confine('on');
    await lab.run(['incus', 'start', name]);
    const state = (): Promise<string> => lab.mustRun(['incus', 'list', '--format', 'csv', '--columns', 's', name]);
    await expect.poll(state, { timeout: 240_000, interval: 1000 }).toBe('STOPPED\n');
  });
});

it('an instance that loses its context does not start, since its program is none of the host', async () => {
  const name = `bare-${suffix}`;
  await makeInstance(lab, { name, categories: 'c5,c6' });
  await lab.mustRun(['incus', 'config', 'unset', name, 'raw.lxc']);
  const since = await timeOf(lab);
  await lab.run(['incus', 'start', name]);
  const state = (): Promise<string> => lab.mustRun(['incus', 'list', '--format', 'csv', '--columns', 's', name]);
  await expect.poll(state, { timeout: 240_000, interval: 1000 }).toBe('STOPPED\n');
  expect((await denialsSince(lab, since)).filter((line) => line.includes('{ execute_no_trans }'))).not.toEqual([]);
  await lab.mustRun(['incus', 'delete', name]);
});
