// SPDX-License-Identifier: Apache-2.0
/**
 * Reads the configuration of a container that is to be adopted, in LXC's folder. Who could exchange it would be shown
 * the lines of any file, so nobody but root may be able to.
 */

import { closeSync } from 'node:fs';
import { say, type Words } from '../../../../contract/text.ts';
import { includingLines, type SourcedLine } from '../../../lxc/included-configuration.ts';
import { containerPlaces, type HostPlaces } from '../../../lxc/places.ts';
import { openByParts, type PathPart } from '../../../system/files/open-by-parts.ts';
import { readOpened } from '../../../system/files/read-opened.ts';
import { pathOnly } from '../../../system/native/native.ts';

export interface OwnConfiguration {
  /** None when there is a problem. */
  readonly lines: readonly SourcedLine[];
  readonly problem: Words | undefined;
}

const maxBytes = 1024 * 1024;
const othersMayWrite = 0o002;
const groupMayWrite = 0o020;

export function readOwnConfiguration(name: string, places: HostPlaces): OwnConfiguration {
  const path = containerPlaces(places, name).configuration;
  const opened = openByParts(path.slice(places.lxc.length), { from: places.lxc, flags: pathOnly, judge });
  if ('problem' in opened) return unread(opened.problem);
  try {
    const read = readOpened({ path, descriptor: opened.descriptor, maxBytes });
    return 'problem' in read ? unread(read.problem) : { lines: includingLines(read.text, path), problem: undefined };
  } finally {
    closeSync(opened.descriptor);
  }
}

function unread(problem: Words): OwnConfiguration {
  return { lines: [], problem: say('its configuration is not read: {problem}; change that first', { problem }) };
}

/** LXC's own tools give the group of root the right to write to the folder. */
function judge({ name, status: { uid, gid, mode } }: PathPart): Words | undefined {
  if (uid !== 0) return say('{name} belongs to the user {uid}', { name, uid });
  const isOpen = (mode & othersMayWrite) !== 0 || ((mode & groupMayWrite) !== 0 && gid !== 0);
  return isOpen ? say('others than root may write to {name}', { name }) : undefined;
}
