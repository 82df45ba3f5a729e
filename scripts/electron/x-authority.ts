// SPDX-License-Identifier: Apache-2.0
/** The cookie that lets one user, and nobody else, use an X display. */

import { randomBytes } from 'node:crypto';
import { runTool } from './run-tool.ts';

const protocol = 'MIT-MAGIC-COOKIE-1';
/** The entry counts for every display (FamilyWild), so server and client can read the same file. */
const familyWild = 'ffff';

/** Writes an Xauthority file with one fresh cookie. xauth gets it as input, since others can read arguments. */
export async function writeAuthority(path: string): Promise<void> {
  const cookie = randomBytes(16).toString('hex');
  const name = Buffer.from(protocol);
  const entry = [familyWild, '0000', '', '0000', '', hexLength(name.length), name.toString('hex'), '0010', cookie];
  await runTool('xauth', ['-q', '-f', path, 'nmerge', '-'], { input: `${entry.join(' ')}\n` });
}

function hexLength(length: number): string {
  return length.toString(16).padStart(4, '0');
}
