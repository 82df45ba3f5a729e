// SPDX-License-Identifier: Apache-2.0
/** A container's configuration as LXC reads it: `lxc.include` lines replaced by what the included files say. */

import { readFileSync, statSync } from 'node:fs';
import { say, type Words } from '../../contract/text.ts';
import { type ConfigurationLine, parseConfiguration } from './configuration-file.ts';
import { type Included, readIncluded } from './included-files.ts';

export interface SourcedLine extends ConfigurationLine {
  /** The file that contains it. */
  readonly file: string;
  /** Says of an include line why files that it includes were not read, each with its path. */
  readonly skipped?: readonly Words[];
}

interface Reading {
  readonly depth: number;
  /** What is left to read, counted by all files together. */
  readonly left: { files: number };
}

/** LXC has no limits; a file that includes itself would never end, and one that does so twice not in time. */
const deepest = 8;
const maxFiles = 200;
const maxBytes = 1024 * 1024;

/**
 * Include lines stay in the list before what they bring. What included-files.ts does not read brings nothing, and the
 * include line says why.
 */
export function readIncluding(path: string): readonly SourcedLine[] {
  return includingLines(textOf(path) ?? '', path);
}

/** Gives the lines, with those that it includes, for the text of a configuration that was read already. */
export function includingLines(text: string, file: string): readonly SourcedLine[] {
  return readLines(text, file, { depth: 0, left: { files: maxFiles } });
}

function readLines(text: string, file: string, reading: Reading): readonly SourcedLine[] {
  return parseConfiguration(text).flatMap((line) => {
    if (line.key !== 'lxc.include' || line.value === '') return [{ ...line, file }];
    const { files, skipped } = include(line.value, reading);
    const own = { ...line, file, ...(skipped.length > 0 && { skipped }) };
    const deeper = { ...reading, depth: reading.depth + 1 };
    return [own, ...files.flatMap((one) => readLines(one.text, one.path, deeper))];
  });
}

function include(path: string, { depth, left }: Reading): Included {
  if (depth >= deepest)
    return { files: [], skipped: [say('{path} is included more than {deepest} files deep', { path, deepest })] };
  const included = readIncluded(path, left.files);
  left.files -= included.files.length + included.skipped.length;
  return included;
}

/** Only regular files: what lies at the path of a configuration may be a pipe. */
function textOf(path: string): string | undefined {
  try {
    const status = statSync(path);
    return status.isFile() && status.size <= maxBytes ? readFileSync(path, 'utf8') : undefined;
  } catch {
    return undefined;
  }
}
