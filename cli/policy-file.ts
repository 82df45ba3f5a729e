// SPDX-License-Identifier: Apache-2.0
/** Reads a policy for commands that work without a helper: a compiled one, by way of checkpolicy, or its CIL text. */

import { execFile } from 'node:child_process';
import { open, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { statementsOnly } from '../sepolicy/cil/decompiled.ts';
import type { LoadedPolicy } from '../sepolicy/loaded-policy.ts';
import { readPolicy } from '../sepolicy/read-policy.ts';
import { InputError } from './input-error.ts';

/** The policy that the kernel of this host has. */
export const kernelPolicy = '/sys/fs/selinux/policy';

/** Limits the text to more than any policy has. */
const maxBytes = 256 * 1024 * 1024;

export async function readPolicyFile(path: string): Promise<LoadedPolicy> {
  const text = await readPolicyText(path);
  try {
    return readPolicy(text);
  } catch (error) {
    throw new InputError(path, reasonOf(error));
  }
}

/** Reads the policy as CIL. */
export async function readPolicyText(path: string): Promise<string> {
  try {
    return (await isCompiled(path)) ? await decompiled(path) : await readFile(path, 'utf8');
  } catch (error) {
    throw new InputError(path, reasonOf(error));
  }
}

/** SELINUX_MAGIC, 0xf97cff8c, little-endian, opens every compiled policy (libsepol, policydb.h). */
async function isCompiled(path: string): Promise<boolean> {
  const file = await open(path, 'r');
  try {
    const { buffer } = await file.read(Buffer.alloc(4), 0, 4, 0);
    return buffer.readUInt32LE(0) === 0xf97cff8c;
  } finally {
    await file.close();
  }
}

async function decompiled(path: string): Promise<string> {
  const { stdout } = await promisify(execFile)('checkpolicy', ['-b', '-C', '-M', '-o', '-', path], {
    maxBuffer: maxBytes,
  });
  return statementsOnly(stdout);
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const isProgram = error instanceof Error && 'syscall' in error && String(error.syscall).startsWith('spawn');
  if (isProgram) return 'a compiled policy is read by checkpolicy, which is not there; install the package checkpolicy';
  if (code === 'ENOENT') return 'there is no such file';
  if (error instanceof Error && error.message.includes('non-MLS policy'))
    return 'it was built without levels (MLS or MCS), and containers need its categories; use a policy with MCS';
  if (code === 'EACCES') return 'you may not read it';
  return error instanceof Error ? error.message.trim() : String(error);
}
