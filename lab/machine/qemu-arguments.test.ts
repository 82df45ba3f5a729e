// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { keyOfMachine, qemuArguments } from './qemu-arguments.ts';

const options = {
  accelerator: 'tcg',
  kernel: '/k',
  initrd: '/i',
  disk: '/d,1',
  sshPort: 4022,
  monitor: '/m',
  console: '/c',
} as const;

test('the guest is reachable on loopback only', () => {
  expect(qemuArguments(options)).toContain('user,id=net,hostfwd=tcp:127.0.0.1:4022-:22');
});

test('SELinux enforces from the first second', () => {
  const args = qemuArguments(options);
  const commandLine = args[args.indexOf('-append') + 1];
  expect(commandLine).toContain('security=selinux selinux=1 enforcing=1 audit=1');
});

test('a comma in a path does not become an option', () => {
  expect(qemuArguments(options)).toContain('file=/d,,1,if=virtio,format=qcow2,cache=unsafe,discard=unmap');
});

test('a snapshot wakes in the machine that it was taken from', () => {
  expect(qemuArguments({ ...options, memory: '/mem' })).toEqual([...qemuArguments(options), '-incoming', 'file:/mem']);
});

test('snapshots of different machines have different keys', () => {
  expect(keyOfMachine('tcg')).toMatch(/^tcg-[0-9a-f]{8}$/);
  expect(keyOfMachine('kvm')).not.toBe(keyOfMachine('tcg'));
});
