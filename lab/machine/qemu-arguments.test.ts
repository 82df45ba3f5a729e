// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it, test } from 'vitest';
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

test('a web page of the guest is reachable on loopback only', () => {
  expect(qemuArguments({ ...options, web: { port: 4090, guestPort: 9090 } })).toContain(
    'user,id=net,hostfwd=tcp:127.0.0.1:4022-:22,hostfwd=tcp:127.0.0.1:4090-:9090',
  );
});

test('SELinux enforces from the first second', () => {
  const args = qemuArguments(options);
  const commandLine = args[args.indexOf('-append') + 1];
  expect(commandLine).toContain('security=selinux selinux=1 enforcing=1 audit=1');
});

test('a stock guest has the security modules that its kernel has by itself, and no quotas', () => {
  const args = qemuArguments({ ...options, isStock: true });
  expect(args[args.indexOf('-append') + 1]).not.toMatch(/security|selinux|enforcing|prjquota/);
  expect(keyOfMachine('tcg', { isStock: true })).not.toBe(keyOfMachine('tcg'));
});

test('a loader decides kernel and line alone, and the disks of the guest keep their names', () => {
  const args = qemuArguments({ ...options, loader: '/grub' });
  expect(args).not.toContain('-kernel');
  expect(args).toContain('file=/grub,if=none,id=loader,format=raw,snapshot=on');
  expect(args.filter((word) => word.includes('if=virtio'))).toHaveLength(1);
});

test('a comma in a path does not become an option', () => {
  expect(qemuArguments(options)).toContain('file=/d,,1,if=virtio,format=qcow2,cache=unsafe,discard=unmap');
});

test('a snapshot wakes in the machine that it was taken from', () => {
  expect(qemuArguments({ ...options, memory: '/mem' })).toEqual([...qemuArguments(options), '-incoming', 'file:/mem']);
});

test('the usual machine has one disk and one network card', () => {
  expect(qemuArguments(options).filter((word) => word === '-drive' || word === '-netdev')).toHaveLength(2);
});

describe('a machine with a shape of its own', () => {
  const shape = { memory: 2048, dataDisk: '8G' };
  const shaped = { ...options, shape, dataDisk: '/data' };

  it('has a second disk, and its own amount of memory', () => {
    const args = qemuArguments(shaped);
    expect(args[args.indexOf('-m') + 1]).toBe('2048');
    expect(args).toContain('file=/data,if=virtio,format=qcow2,cache=unsafe,discard=unmap');
  });

  it('reaches other members on loopback only, and by itself nobody', () => {
    expect(qemuArguments(shaped)).toContain('hubport,id=members,hubid=0');
    expect(qemuArguments({ ...shaped, memberPort: 4023 })).toContain(
      'socket,id=members,mcast=230.0.0.1:4023,localaddr=127.0.0.1',
    );
  });

  it('resumes the same snapshot in whatever network', () => {
    expect(keyOfMachine('tcg', { shape })).not.toBe(keyOfMachine('tcg'));
    expect(keyOfMachine('tcg', { shape: { ...shape, memory: 1024 } })).not.toBe(keyOfMachine('tcg', { shape }));
  });
});

test('snapshots of different machines have different keys', () => {
  expect(keyOfMachine('tcg')).toMatch(/^tcg-[0-9a-f]{8}$/);
  expect(keyOfMachine('kvm')).not.toBe(keyOfMachine('tcg'));
});
