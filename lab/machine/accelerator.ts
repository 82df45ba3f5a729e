// SPDX-License-Identifier: Apache-2.0
/**
 * Decides between KVM and emulation by booting a kernel, because an open /dev/kvm promises nothing. The verdict is
 * cached.
 */

import { accessSync, constants } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { release } from 'node:os';
import { join } from 'node:path';
import { spawn } from 'node:child_process';
import { labCache } from '../places.ts';
import { runTool } from '../run-tool.ts';
import type { Accelerator } from './qemu-arguments.ts';

const probeSeconds = 20;

export async function chooseAccelerator(kernel: string): Promise<Accelerator> {
  if (!isOpen('/dev/kvm')) return 'tcg';
  const verdict = join(labCache, `kvm-${release()}-${await qemuVersion()}`);
  const known = await readFile(verdict, 'utf8').catch(() => '');
  if (known === 'kvm' || known === 'tcg') return known;
  const found = (await bootsUnderKvm(kernel)) ? 'kvm' : 'tcg';
  await mkdir(labCache, { recursive: true });
  await writeFile(verdict, found);
  return found;
}

export async function qemuVersion(): Promise<string> {
  return (await runTool('qemu-system-x86_64', ['--version'])).match(/version (\S+)/)?.[1] ?? 'unknown';
}

function isOpen(path: string): boolean {
  try {
    accessSync(path, constants.R_OK | constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** The kernel is given no root, so a boot that works ends in its panic message for that. */
function bootsUnderKvm(kernel: string): Promise<boolean> {
  const args = [
    '-accel',
    'kvm',
    '-cpu',
    'host',
    '-m',
    '512',
    '-nodefaults',
    '-display',
    'none',
    '-no-reboot',
    '-serial',
    'stdio',
  ];
  const child = spawn('qemu-system-x86_64', [...args, '-kernel', kernel, '-append', 'console=ttyS0 panic=-1'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const timer = setTimeout(() => child.kill('SIGKILL'), probeSeconds * 1000);
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    // An emulation failure leaves the machine hanging: no need to wait for the time limit.
    if (chunk.includes('EFER=') || chunk.includes('emulation failure')) child.kill('SIGKILL');
  });
  return new Promise((resolve) => {
    child.once('error', () => resolve(false));
    child.once('exit', () => {
      clearTimeout(timer);
      resolve(output.includes('Unable to mount root fs'));
    });
  });
}
