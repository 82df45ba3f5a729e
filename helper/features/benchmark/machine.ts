// SPDX-License-Identifier: Apache-2.0
/** Says on what it was measured, and what of that distorts the figures. */

import { readFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import type { BenchmarkMachine } from '../../../contract/model/benchmark.ts';
import type { HostInfo } from '../../../contract/model/host/host.ts';
import { runProgram } from '../../system/programs/run-program.ts';

export async function readMachine(information: HostInfo, folder: string): Promise<BenchmarkMachine> {
  const [virtualization, fileSystem] = await Promise.all([
    firstWord('/usr/bin/systemd-detect-virt', []),
    firstWord('/usr/bin/stat', ['--file-system', '--format=%T', '--', folder]),
  ]);
  return {
    name: information.hostname,
    kernel: information.kernel,
    processor: /^model name\s*:\s*(.+)$/m.exec(readFileSync('/proc/cpuinfo', 'utf8'))?.[1] ?? 'unknown',
    cpus: information.cpus,
    memoryBytes: information.memoryBytes,
    virtualization,
    selinux: information.selinux.status,
    helper: information.helper.version,
    fileSystem,
  };
}

/** Processes that wanted to run, averaged over a minute. */
export function currentLoad(): number {
  return Math.round((loadavg()[0] ?? 0) * 100) / 100;
}

export function remarksOn(
  { virtualization, selinux }: BenchmarkMachine,
  load: { readonly before: number },
): readonly string[] {
  const remarks = [
    "The host's own figures are taken with SELinux on too: what is compared is Bulkhead's layers, not the kernel with and without SELinux.",
  ];
  if (virtualization === 'qemu')
    remarks.push(
      'The processor of this machine is emulated, not run by hardware: ' +
        'each instruction costs many, the kernel more than a program, and no figure holds for real machines. ' +
        'Measure on the hosts that you mean.',
    );
  else if (virtualization !== 'none')
    remarks.push(
      `This host is itself a virtual machine (${virtualization}): page faults, interrupts and process creation cost more than on hardware.`,
    );
  if (selinux !== 'enforcing')
    remarks.push(`SELinux is ${selinux} on this host: there is no isolation whose cost could be measured.`);
  if (load.before > 0.5)
    remarks.push(`The machine had other work before this began (load ${load.before}): the spread is wider for it.`);
  return remarks;
}

async function firstWord(program: string, args: readonly string[]): Promise<string> {
  // systemd-detect-virt ends with 1 where there is nothing to detect.
  const { stdout } = await runProgram(program, args).catch(() => ({ stdout: '' }));
  return stdout.trim().split(/\s/)[0] || 'unknown';
}
