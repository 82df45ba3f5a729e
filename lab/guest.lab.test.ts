// SPDX-License-Identifier: Apache-2.0
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findLab, startLab } from './guest.ts';
import { useTestLab } from './test-lab.ts';

const lab = await useTestLab();

test('SELinux enforces, cgroups are of version 2, and what confinement needs is running', async () => {
  const units = ['auditd', 'polkit', 'dbus', 'ssh', 'lxcfs'];
  await lab.mustRun(['systemctl', 'start', 'polkit']);
  expect(await lab.mustRun('getenforce; stat -fc %T /sys/fs/cgroup')).toBe('Enforcing\ncgroup2fs\n');
  expect(await lab.mustRun(['systemctl', 'is-active', ...units])).toBe('active\n'.repeat(units.length));
});

test('each user can log in, and only some are in the group that may use the helper', async () => {
  const groups = await Promise.all(
    ['operator', 'outsider', 'admin'].map((user) => lab.mustRun(['id', '-nG'], { user })),
  );
  expect(groups).toEqual(['users bulkhead\n', 'users\n', 'users sudo bulkhead\n']);
});

test('the clock is right although the snapshot is older', async () => {
  const seconds = Number(await lab.mustRun(['date', '+%s']));
  expect(Math.abs(seconds - Date.now() / 1000)).toBeLessThan(10);
});

test('output, exit code and input of a command pass unchanged', async () => {
  expect(await lab.run('cat; echo oops >&2; exit 7', { input: 'in' })).toEqual({
    code: 7,
    stdout: 'in',
    stderr: 'oops\n',
  });
  expect(await lab.mustRun(['printf', '%s|', "it's", '$HOME', 'a b'])).toBe("it's|$HOME|a b|");
});

test('a copied folder belongs to root and has the label that the policy gives its place', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'lab-copy-'));
  await writeFile(join(folder, 'tool'), 'x');
  await lab.copyIn(folder, '/usr/lib/selftest');
  await rm(folder, { recursive: true });
  expect(await lab.mustRun(['stat', '-c', '%U %C', '/usr/lib/selftest/tool'])).toBe(
    'root system_u:object_r:lib_t:s0\n',
  );
});

test('another process finds the lab by its name', async () => {
  const found = await findLab(lab.name);
  expect(found?.sshPort).toBe(lab.sshPort);
  expect(await found?.mustRun(['echo', 'hello'])).toBe('hello\n');
});

test('a second lab of the same name is not started', async () => {
  await expect(startLab({ name: lab.name })).rejects.toThrow(`cannot start the lab "${lab.name}": it runs already`);
});

test('the image store holds a system container with its description', async () => {
  const image = JSON.parse(await lab.mustRun(['cat', '/var/lib/bulkhead/images/debian-13/image.json'])) as {
    name: string;
  };
  expect(image.name).toBe('debian-13');
  expect(await lab.mustRun(['stat', '-c', '%U', '/var/lib/bulkhead/images/debian-13/rootfs/sbin/init'])).toBe('root\n');
});

test('a reset undoes what was done', async () => {
  await lab.mustRun(['touch', '/root/trace']);
  await lab.reset();
  expect((await lab.run(['test', '-e', '/root/trace'])).code).toBe(1);
});
