// SPDX-License-Identifier: Apache-2.0
/** Turns compiled modules of a policy, in the form of the older language, into CIL. */

import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { runTool } from '../run-tool.ts';

/** The program that `semodule` itself uses. */
export const converter = '/usr/libexec/selinux/hll/pp';

/** Writes each `NAME.pp` of a folder as `NAME.cil` into another. */
export async function convertModules(from: string, to: string): Promise<void> {
  for (const name of await readdir(from))
    if (name.endsWith('.pp')) await runTool(converter, [join(from, name), join(to, `${basename(name, '.pp')}.cil`)]);
}
