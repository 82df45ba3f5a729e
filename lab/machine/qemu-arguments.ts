// SPDX-License-Identifier: Apache-2.0
/**
 * The command line of the virtual machine. A snapshot can only resume in a machine created by the same function with
 * the same accelerator.
 */

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
].join(' ');

export function qemuArguments(options: MachineOptions): string[] {
  return [
    ...['-name', 'bulkhead-lab', '-nodefaults', '-no-user-config', '-display', 'none', '-machine', 'q35'],
    ...acceleration(options.accelerator),
    ...['-smp', '2', '-m', '3072'],
    ...['-kernel', options.kernel, '-initrd', options.initrd, '-append', kernelCommandLine],
    ...['-drive', `file=${escaped(options.disk)},if=virtio,format=qcow2,cache=unsafe,discard=unmap`],
    ...['-netdev', `user,id=net,hostfwd=tcp:127.0.0.1:${options.sshPort}-:22`, '-device', 'virtio-net-pci,netdev=net'],
    ...['-device', 'virtio-rng-pci'],
    ...['-qmp', `unix:${escaped(options.monitor)},server=on,wait=off`],
    ...['-serial', `file:${options.console}`],
    ...(options.memory ? ['-incoming', `file:${options.memory}`] : []),
  ];
}

function acceleration(accelerator: Accelerator): string[] {
  if (accelerator === 'kvm') return ['-accel', 'kvm', '-cpu', 'host'];
  return ['-accel', 'tcg,thread=multi,tb-size=1024', '-cpu', 'max'];
}

/** QEMU splits option strings at commas; a doubled comma means one. */
function escaped(path: string): string {
  return path.replaceAll(',', ',,');
}
