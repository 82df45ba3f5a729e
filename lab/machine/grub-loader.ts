// SPDX-License-Identifier: Apache-2.0
/**
 * A disk that holds GRUB alone, in the place of the first sectors that grub-install writes on an installed host: the
 * lab's disk has no partitions. It reads the configuration that update-grub has written in the guest, and boots by it.
 */

import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { labCache } from '../places.ts';
import { runTool } from '../run-tool.ts';

const platform = '/usr/lib/grub/i386-pc';
/** A disk with less than one cylinder has no geometry, and the firmware reads nothing from it. */
const diskBytes = 16 * 1024 * 1024;

/** The guest has no screen: GRUB speaks on the serial line, which the lab keeps. */
const firstCommands = `serial --unit=0 --speed=115200
terminal_input serial
terminal_output serial
search --no-floppy --file --set=root /boot/grub/grub.cfg
set prefix=($root)/boot/grub
configfile /boot/grub/grub.cfg
`;

/** The first modules are those of the lab's disk, the others those that a configuration of update-grub asks for. */
const modules = [
  ...['biosdisk', 'ext2', 'part_gpt', 'part_msdos', 'search', 'search_fs_file', 'search_fs_uuid', 'search_label'],
  ...['configfile', 'normal', 'linux', 'boot', 'gzio', 'echo', 'test', 'loadenv', 'sleep', 'reboot', 'halt'],
  ...['serial', 'terminal', 'all_video'],
];

/** Gives the path of the disk's file, and makes it where it is missing. */
export async function ensureGrubLoader(): Promise<string> {
  const key = createHash('sha256')
    .update(JSON.stringify([firstCommands, modules, diskBytes]))
    .digest('hex')
    .slice(0, 16);
  const target = join(labCache, `grub-loader-${key}.img`);
  if (existsSync(target)) return target;
  const folder = await mkdtemp(join(labCache, `grub-${process.pid}-`));
  try {
    await rename(await makeLoader(folder), target);
  } finally {
    await rm(folder, { recursive: true });
  }
  return target;
}

/** The boot sector finds the rest right behind itself. */
async function makeLoader(folder: string): Promise<string> {
  const [commands, core, disk] = ['first.cfg', 'core.img', 'loader.img'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  await writeFile(commands, firstCommands);
  const options = ['--format', 'i386-pc', '--directory', platform, '--prefix', '/boot/grub'];
  await runTool('grub-mkimage', [...options, '--config', commands, '--output', core, ...modules]);
  await writeFile(disk, Buffer.concat([await readFile(join(platform, 'boot.img')), await readFile(core)]));
  await truncate(disk, diskBytes);
  return disk;
}
