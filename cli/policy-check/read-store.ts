// SPDX-License-Identifier: Apache-2.0
/** Reads the modules of a module store (/var/lib/selinux/TYPE) as semodule would compile them. */

import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Sources } from '../../sepolicy/policy-check/check-policy.ts';
import { InputError } from '../input-error.ts';

/** Limits the text of one module. Most take a few hundred KiB, and the base module of a distribution 10 MiB. */
const maxBytes = 256 * 1024 * 1024;

/** True for a folder that has the form of a module store. */
export async function isStore(path: string): Promise<boolean> {
  const names = await readdir(join(path, 'active', 'modules')).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'EACCES') throw notReadable(path);
    return [];
  });
  return names.length > 0;
}

/** The text of each module by its name, as `policy/NAME.cil`; those named in `except` are left out. */
export async function readStore(path: string, except: ReadonlySet<string>): Promise<Sources> {
  const modules = join(path, 'active', 'modules');
  try {
    const disabled = new Set(await readdir(join(modules, 'disabled')).catch(() => []));
    const chosen = new Map<string, string>();
    for (const priority of await priorities(modules))
      for (const name of await readdir(join(modules, priority))) chosen.set(name, join(modules, priority, name));
    const texts = new Map<string, string>();
    for (const [name, folder] of [...chosen].sort())
      if (!disabled.has(name) && !except.has(name)) texts.set(`policy/${name}.cil`, await readModule(folder));
    return texts;
  } catch (error) {
    if (error instanceof InputError) throw error;
    if (error instanceof Error && 'code' in error && error.code === 'EACCES') throw notReadable(path);
    throw new InputError(path, error instanceof Error ? error.message : String(error));
  }
}

/** Lists the priorities from the lowest to the highest, which counts. */
async function priorities(modules: string): Promise<readonly string[]> {
  return (await readdir(modules)).filter((name) => /^\d+$/.test(name)).sort((a, b) => Number(a) - Number(b));
}

/** semodule keeps the text compressed, unless semanage.conf says bzip-small=false or another size. */
async function readModule(folder: string): Promise<string> {
  const path = join(folder, 'cil');
  const bytes = await readFile(path).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
      throw new InputError(folder, 'the module was not compiled yet; run semodule -B, then try again');
    throw error;
  });
  if (bytes.subarray(0, 3).toString('latin1') !== 'BZh') return bytes.toString('utf8');
  const { stdout } = await promisify(execFile)('bzip2', ['-dc', path], { maxBuffer: maxBytes }).catch(withoutProgram);
  return stdout;
}

function notReadable(path: string): InputError {
  return new InputError(path, 'only root may read a module store; run as root, or check /sys/fs/selinux/policy');
}

function withoutProgram(error: unknown): never {
  if (error instanceof Error && 'syscall' in error && String(error.syscall).startsWith('spawn'))
    throw new Error('cannot read the modules of the store: bzip2 is not there; install the package bzip2');
  throw error;
}
