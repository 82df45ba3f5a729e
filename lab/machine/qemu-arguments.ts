// SPDX-License-Identifier: Apache-2.0
/**
 * Makes the command line of the virtual machine. A snapshot can only resume in a machine created by the same function
 * with the same accelerator.
 */

import { createHash } from 'node:crypto';
import type { MachineShape } from './machine-shape.ts';

export type Accelerator = 'kvm' | 'tcg';

export interface ForwardedPort {
  readonly port: number;
  readonly guestPort: number;
}

export interface MachineOptions {
  readonly accelerator: Accelerator;
  readonly kernel: string;
  readonly initrd: string;
  readonly disk: string;
  readonly sshPort: number;
  /** Another port on loopback, and the one of the guest that it leads to. */
  readonly web?: ForwardedPort | undefined;
  readonly monitor: string;
  readonly console: string;
  /** The file with the memory of a booted machine; without it the machine boots. */
  readonly memory?: string;
  /** The usual machine when left out. */
  readonly shape?: MachineShape | undefined;
  /** Leaves to the kernel what the lab says otherwise: its security modules, their mode, quotas. */
  readonly isStock?: boolean;
  /** A disk whose boot loader chooses kernel and line, instead of those above. */
  readonly loader?: string;
  /** A machine with a shape of its own has one. */
  readonly dataDisk?: string;
  /** The UDP port of the network that the members of a cluster share; without it the second card leads nowhere. */
  readonly memberPort?: number | undefined;
}

const usualMemory = 3072;

/** What an emulated processor would only be slower with: five levels of page tables, and guards against real ones. */
const emulated = {
  processor: 'max,-la57,-smap,-smep,-umip,-pku',
  kernel: ['mitigations=off'],
};

const stockCommandLine = ['root=/dev/vda', 'rw', 'console=ttyS0', 'net.ifnames=0', 'quiet'];

const kernelCommandLine = [
  'root=/dev/vda',
  'rw',
  'rootflags=prjquota',
  'console=ttyS0',
  'security=selinux',
  'selinux=1',
  'enforcing=1',
  'audit=1',
  'audit_backlog_limit=8192',
  'net.ifnames=0',
  'quiet',
];

export function qemuArguments(options: MachineOptions): string[] {
  return [
    ...['-name', 'bulkhead-lab', '-nodefaults', '-no-user-config', '-display', 'none', '-machine', 'q35'],
    ...acceleration(options.accelerator),
    ...['-smp', '2', '-m', String(options.shape?.memory ?? usualMemory)],
    ...(options.loader === undefined ? kernelOf(options) : loaderOf(options.loader)),
    ...['-drive', driveOf(options.disk)],
    ...(options.shape ? ['-drive', driveOf(options.dataDisk ?? '')] : []),
    ...['-netdev', userNetwork(options), '-device', 'virtio-net-pci,netdev=net'],
    ...(options.shape
      ? ['-netdev', memberNetwork(options.memberPort), '-device', 'virtio-net-pci,netdev=members']
      : []),
    ...['-device', 'virtio-rng-pci'],
    ...['-qmp', `unix:${escaped(options.monitor)},server=on,wait=off`],
    ...['-serial', `file:${options.console}`],
    ...(options.memory ? ['-incoming', `file:${options.memory}`] : []),
  ];
}

/** Gives the same key for machines in which the same snapshot resumes. */
export function keyOfMachine(
  accelerator: Accelerator,
  { shape, isStock = false }: Pick<MachineOptions, 'shape' | 'isStock'> = {},
): string {
  const places = { kernel: '', initrd: '', disk: '', sshPort: 0, monitor: '', console: '' };
  const hash = createHash('sha256').update(qemuArguments({ accelerator, shape, isStock, ...places }).join('\n'));
  return `${accelerator}-${hash.digest('hex').slice(0, 8)}`;
}

function driveOf(disk: string): string {
  return `file=${escaped(disk)},if=virtio,format=qcow2,cache=unsafe,discard=unmap`;
}

/** Ports are no part of what a snapshot keeps: each machine that resumes it has its own. */
function userNetwork({ sshPort, web }: MachineOptions): string {
  const ports = [{ port: sshPort, guestPort: 22 }, ...(web === undefined ? [] : [web])];
  return ['user,id=net', ...ports.map(({ port, guestPort }) => `hostfwd=tcp:127.0.0.1:${port}-:${guestPort}`)].join(
    ',',
  );
}

/** All members send to one group on loopback, so that none has to be there first, and each may go and come back. */
function memberNetwork(port: number | undefined): string {
  if (port === undefined) return 'hubport,id=members,hubid=0';
  return `socket,id=members,mcast=230.0.0.1:${port},localaddr=127.0.0.1`;
}

function kernelOf({ kernel, initrd, accelerator, isStock = false }: MachineOptions): string[] {
  const line = [...(isStock ? stockCommandLine : kernelCommandLine), ...(accelerator === 'tcg' ? emulated.kernel : [])];
  return ['-kernel', kernel, '-initrd', initrd, '-append', line.join(' ')];
}

/** Puts the loader on another bus than the guest's disks, whose names stay. What would be written to it is lost. */
function loaderOf(disk: string): string[] {
  const drive = `file=${escaped(disk)},if=none,id=loader,format=raw,snapshot=on`;
  return ['-drive', drive, '-device', 'ide-hd,drive=loader,bus=ide.0,bootindex=0'];
}

function acceleration(accelerator: Accelerator): string[] {
  if (accelerator === 'kvm') return ['-accel', 'kvm', '-cpu', 'host'];
  return ['-accel', 'tcg,thread=multi,tb-size=1024', '-cpu', emulated.processor];
}

/** QEMU splits option strings at commas; a doubled comma means one. */
function escaped(path: string): string {
  return path.replaceAll(',', ',,');
}
