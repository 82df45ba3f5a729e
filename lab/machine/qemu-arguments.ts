// SPDX-License-Identifier: Apache-2.0
/**
 * The command line of the virtual machine. A snapshot can only resume in a machine created by the same function with
 * the same accelerator.
 */

import { createHash } from 'node:crypto';

export type Accelerator = 'kvm' | 'tcg';

export interface MachineOptions {
  readonly accelerator: Accelerator;
  readonly kernel: string;
  readonly initrd: string;
  readonly disk: string;
  readonly sshPort: number;
  readonly monitor: string;
  readonly console: string;
  /** The file with the memory of a booted machine; without it the machine boots. */
  readonly memory?: string;
}

/** What an emulated processor would only be slower with: five levels of page tables, and guards against real ones. */
const emulated = {
  processor: 'max,-la57,-smap,-smep,-umip,-pku',
  kernel: ['mitigations=off'],
};

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
    ...['-smp', '2', '-m', '3072'],
    ...['-kernel', options.kernel, '-initrd', options.initrd, '-append', commandLineOf(options.accelerator)],
    ...['-drive', `file=${escaped(options.disk)},if=virtio,format=qcow2,cache=unsafe,discard=unmap`],
    ...['-netdev', `user,id=net,hostfwd=tcp:127.0.0.1:${options.sshPort}-:22`, '-device', 'virtio-net-pci,netdev=net'],
    ...['-device', 'virtio-rng-pci'],
    ...['-qmp', `unix:${escaped(options.monitor)},server=on,wait=off`],
    ...['-serial', `file:${options.console}`],
    ...(options.memory ? ['-incoming', `file:${options.memory}`] : []),
  ];
}

/** The same for machines in which the same snapshot resumes. */
export function keyOfMachine(accelerator: Accelerator): string {
  const places = { kernel: '', initrd: '', disk: '', sshPort: 0, monitor: '', console: '' };
  const hash = createHash('sha256').update(qemuArguments({ accelerator, ...places }).join('\n'));
  return `${accelerator}-${hash.digest('hex').slice(0, 8)}`;
}

function commandLineOf(accelerator: Accelerator): string {
  return [...kernelCommandLine, ...(accelerator === 'tcg' ? emulated.kernel : [])].join(' ');
}

function acceleration(accelerator: Accelerator): string[] {
  if (accelerator === 'kvm') return ['-accel', 'kvm', '-cpu', 'host'];
  return ['-accel', 'tcg,thread=multi,tb-size=1024', '-cpu', emulated.processor];
}

/** QEMU splits option strings at commas; a doubled comma means one. */
function escaped(path: string): string {
  return path.replaceAll(',', ',,');
}
