// SPDX-License-Identifier: Apache-2.0
/** Creates the lab's users and gives each, and root, the lab's key. */

import { chown, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LabRecipe } from '../recipe/recipe.ts';
import { runTool } from '../run-tool.ts';

/** All subordinate ids belong to root's containers. */
const noSubordinateIds: readonly string[] = ['-K', 'SUB_UID_COUNT=0', '-K', 'SUB_GID_COUNT=0'];

type People = Pick<LabRecipe, 'helperGroup' | 'users'>;

export async function addPeople(root: string, { helperGroup, users }: People, publicKey: string): Promise<void> {
  if (helperGroup !== undefined) await runTool('chroot', [root, 'groupadd', '--system', '--force', helperGroup]);
  for (const user of users) {
    const groups = user.groups.length > 0 ? ['-G', user.groups.join(',')] : [];
    await runTool('chroot', [
      root,
      'useradd',
      ...noSubordinateIds,
      '-m',
      '-N',
      '-g',
      'users',
      '-s',
      '/bin/bash',
      '-u',
      String(user.uid),
      ...groups,
      user.name,
    ]);
    if (user.password) await runTool('chroot', [root, 'chpasswd'], { input: `${user.name}:${user.password}\n` });
    await allowKey(join(root, 'home', user.name), user.uid, publicKey);
  }
  await allowKey(join(root, 'root'), 0, publicKey);
}

async function allowKey(home: string, uid: number, publicKey: string): Promise<void> {
  const gid = uid === 0 ? 0 : 100;
  const folder = join(home, '.ssh');
  const file = join(folder, 'authorized_keys');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(file, publicKey, { mode: 0o600 });
  await chown(folder, uid, gid);
  await chown(file, uid, gid);
}
