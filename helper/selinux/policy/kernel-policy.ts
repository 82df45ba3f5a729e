// SPDX-License-Identifier: Apache-2.0
/** The policy that the kernel has now: its text, and a number that changes with it. */

import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { closeOnExecAll } from '../../system/native/native.ts';

const kernelPolicy = '/sys/fs/selinux/policy';
const statusPage = '/sys/fs/selinux/status';

/**
 * Counts loads of a policy and changes of a boolean (struct selinux_kernel_status, security/selinux/include/security.h:
 * the fourth of its 32-bit numbers).
 * Undefined on a kernel without SELinux.
 */
export function policySequence(path = statusPage): number | undefined {
  const page = Buffer.alloc(20);
  try {
    const file = openSync(path, 'r');
    try {
      return readSync(file, page, 0, page.length, 0) === page.length ? page.readUInt32LE(12) : undefined;
    } finally {
      closeSync(file);
    }
  } catch {
    return undefined;
  }
}

/** Bytes of it; undefined when another program reads it now: the kernel gives it to one reader at a time. */
export function loadedPolicySize(): number | undefined {
  try {
    const file = openSync(kernelPolicy, 'r');
    try {
      return fstatSync(file).size;
    } finally {
      closeSync(file);
    }
  } catch {
    return undefined;
  }
}

/** Gives the SHA-256 of the loaded policy; undefined where it cannot be read. */
export function loadedPolicySum(): string | undefined {
  try {
    return createHash('sha256').update(readFileSync(kernelPolicy)).digest('hex');
  } catch {
    return undefined;
  }
}

/**
 * checkpolicy, writing the loaded policy as CIL to its standard output; booleans have the values that they have now.
 */
export function startDecompiler(policy = kernelPolicy): ChildProcessByStdio<null, Readable, Readable> {
  closeOnExecAll();
  return spawn('checkpolicy', ['-b', '-C', '-M', '-o', '-', policy], {
    env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LANG: 'C.UTF-8' },
    cwd: '/',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}
