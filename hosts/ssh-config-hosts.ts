// SPDX-License-Identifier: Apache-2.0
/**
 * The hosts that a person's ssh configuration names, to be offered when a host is added. Patterns are left out. Only ssh
 * itself applies the configuration; nothing here decides how a host is reached.
 */

import { readdir, readFile, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, dirname, isAbsolute, join } from 'node:path';
import SSHConfig, { type Line } from 'ssh-config';
import { formatHost, parseHost } from './parse-host.ts';

/** Bounds for a configuration that includes itself, or a file that is no configuration. */
const maxFiles = 64;
const maxDepth = 8;
const maxBytes = 512 * 1024;
const maxHosts = 500;

/** Canonical addresses such as `ssh://web1`, in the order of the configuration. What cannot be read is left out. */
export async function readSshConfigHosts(folder = join(homedir(), '.ssh')): Promise<readonly string[]> {
  const found = new Set<string>();
  const budget = { files: maxFiles };
  await readHosts(join(folder, 'config'), { folder, found, budget, depth: 0 });
  return [...found].slice(0, maxHosts);
}

interface Reading {
  /** What an Include without a path starts from. */
  readonly folder: string;
  readonly found: Set<string>;
  readonly budget: { files: number };
  readonly depth: number;
}

async function readHosts(path: string, reading: Reading): Promise<void> {
  const { folder, found, budget, depth } = reading;
  if (depth > maxDepth || budget.files <= 0) return;
  budget.files -= 1;
  for (const { param, values } of directivesOf(await textOf(path))) {
    if (param === 'host') for (const name of values) addHost(found, name);
    if (param !== 'include') continue;
    for (const pattern of values)
      for (const file of await expand(pattern, folder)) await readHosts(file, { ...reading, depth: depth + 1 });
  }
}

interface Directive {
  /** Names the parameter in small letters. */
  readonly param: string;
  readonly values: readonly string[];
}

/** `Host` lines, and `Include` lines wherever they stand. */
function directivesOf(text: string): readonly Directive[] {
  return flatten([...parse(text)]);
}

function flatten(lines: readonly Line[]): readonly Directive[] {
  return lines.flatMap((line) => {
    if (line.type !== SSHConfig.DIRECTIVE) return [];
    const own = { param: line.param.toLowerCase(), values: wordsOf(line.value) };
    return 'config' in line ? [own, ...flatten([...line.config])] : [own];
  });
}

/** A text that the parser does not take has no hosts. */
function parse(text: string): Iterable<Line> {
  try {
    return SSHConfig.parse(text);
  } catch {
    return [];
  }
}

function wordsOf(value: unknown): readonly string[] {
  const parts: readonly unknown[] = Array.isArray(value) ? value : [value];
  return parts.flatMap((part) => {
    const word = typeof part === 'object' && part !== null && 'val' in part ? part.val : part;
    return typeof word === 'string' ? word.split(/\s+/).filter((one) => one !== '') : [];
  });
}

function addHost(found: Set<string>, name: string): void {
  const host = /[*?!]/.test(name) ? undefined : parseHost(`ssh://${name}`);
  if (host !== undefined && found.size < maxHosts) found.add(formatHost(host));
}

/** The files of an Include: `~`, and wildcards in the last part of the path, as people write them. */
async function expand(pattern: string, folder: string): Promise<readonly string[]> {
  const home = pattern.replace(/^~\//, `${homedir()}/`);
  const path = isAbsolute(home) ? home : join(folder, home);
  if (!/[*?]/.test(path)) return [path];
  const wanted = new RegExp(
    `^${basename(path)
      .replace(/[.+^${}()|[\]\\]/g, String.raw`\$&`)
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
  );
  const names = await readdir(dirname(path)).catch(() => []);
  return names
    .filter((name) => wanted.test(name) && !name.startsWith('.'))
    .toSorted()
    .map((name) => join(dirname(path), name));
}

async function textOf(path: string): Promise<string> {
  try {
    const { size } = await stat(path);
    return size > maxBytes ? '' : await readFile(path, 'utf8');
  } catch {
    return '';
  }
}
