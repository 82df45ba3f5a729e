// SPDX-License-Identifier: Apache-2.0
/**
 * Which folders of the host may hold a repository: those that root alone can change, by a path of which nobody else can
 * exchange a part, and that no container has.
 */

import { closeSync, constants, readdirSync } from 'node:fs';
import { say, type Words } from '../../../contract/text.ts';
import { isOfMany, isWithin, systemFolderOf } from '../../lxc/system-folders.ts';
import { openByParts, type PathPart } from '../../system/files/open-by-parts.ts';

/** Is meant for what it says, and is closed to containers. */
const backupsOfSystem = '/var/backups';
const othersMayWrite = 0o022;

/**
 * Why a repository may not be there, as the end of a sentence; undefined when it may. `volumes` are the folders of the
 * host that containers have.
 */
export function problemOfFolder(folder: string, volumes: readonly string[]): Words | undefined {
  const problem = problemOfPath(folder, volumes);
  if (problem !== undefined) return problem;
  const opened = openByParts(folder, {
    flags: constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW,
    judge: problemOfPart,
  });
  if ('problem' in opened) return opened.problem;
  closeSync(opened.descriptor);
  return undefined;
}

/** Names of what is in the folder, of which {@link problemOfFolder} has said that it may hold a repository. */
export function isEmptyFolder(folder: string): boolean {
  // The root of a file system of its own has this.
  return readdirSync(folder).every((name) => name === 'lost+found');
}

function problemOfPath(folder: string, volumes: readonly string[]): Words | undefined {
  const system = isWithin(folder, backupsOfSystem) ? undefined : systemFolderOf(folder);
  if (system !== undefined)
    return folder === system
      ? say('it belongs to the system')
      : say('it lies below {system}, which belongs to the system', { system });
  if (folder === backupsOfSystem || isOfMany(folder)) return say('it is too wide; make a folder below it');
  const volume = volumes.find((source) => isWithin(folder, source) || isWithin(source, folder));
  return volume === undefined ? undefined : say('a container has {volume} as a volume', { volume });
}

function problemOfPart({ name, status }: PathPart): Words | undefined {
  if (status.uid !== 0)
    return say('{name} belongs to the user {uid} instead of root; chown root {name}', { name, uid: status.uid });
  if ((status.mode & othersMayWrite) !== 0)
    return say('others than root may write to {name}; chmod go-w {name}', { name });
  return undefined;
}
