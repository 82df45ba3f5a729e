// SPDX-License-Identifier: Apache-2.0
/**
 * Judges the names of the files in a backup as restic lists them, before it writes them as root. It creates what it
 * finds by paths: where one name were a link and something else too, it could write, or change rights, outside of the
 * folder that it restores to.
 */

import * as z from 'zod';
import { say, type Words } from '../../../contract/text.ts';
import { parseOrNull } from './parse-line.ts';

const lineSchema = z.discriminatedUnion('message_type', [
  z.object({ message_type: z.literal('snapshot') }),
  z.object({ message_type: z.literal('node'), name: z.string(), path: z.string(), type: z.string() }),
]);

/** A folder of the backup, and for each name that was seen in it whether that is a link. */
interface SeenFolder {
  readonly path: string;
  readonly names: Map<string, boolean>;
}

/**
 * Gives a function that takes each line of what restic lists, depth first, and says why the backup may not be restored.
 * Two names that are not UTF-8 may be shown as the same one; that counts for links only.
 */
export function createFileJudge(maxFiles: number): (line: string) => Words | undefined {
  const open: SeenFolder[] = [{ path: '', names: new Map() }];
  let files = 0;
  return (line) => {
    const said = lineSchema.safeParse(parseOrNull(line)).data;
    if (said === undefined) return say('restic lists what is no file');
    if (said.message_type === 'snapshot') return undefined;
    files += 1;
    if (files > maxFiles) return say('the backup holds more files than {maxFiles}', { maxFiles });
    const { name, path, type } = said;
    const within = open.findLastIndex((one) => path.startsWith(`${one.path}/`));
    open.length = within + 1;
    const folder = open.at(-1);
    if (
      folder === undefined ||
      ['', '.', '..'].includes(name) ||
      path !== `${folder.path}/${name}` ||
      name.includes('/')
    )
      return say('a file in the backup has a name that none can have');
    const isLink = type === 'symlink';
    const before = folder.names.get(name);
    if (before === true || (before === false && isLink)) return say('two files in the backup have the same name');
    folder.names.set(name, isLink);
    if (type === 'dir') open.push({ path, names: new Map() });
    return undefined;
  };
}
