// SPDX-License-Identifier: Apache-2.0
/**
 * Reads the settings that `set` changes beside limits: `description="Shop"`, `autostart=10+5s`,
 * `env.LANG=C.UTF-8`, `lxc.prlimit.nofile=4096`, `dns=192.0.2.53,192.0.2.54`, `egress=example.org:443`, `program="nginx -g 'daemon off;'"`.
 */

import { readWords } from '../../contract/wording/command-line.ts';
import { type SettingsChange, settingsChangeSchema } from '../../contract/model/containers/given-settings.ts';
import type { Autostart } from '../../contract/model/containers/settings.ts';
import {
  type SettingKey,
  settingKindOf,
  settingKinds,
  singleKeys,
  type SingleKey,
} from '../../contract/model/settings/setting-kinds.ts';
import { UsageError } from '../usage-error.ts';

const usualOrder = 100;
const variablePrefix = 'env.';
const linePrefix = 'lxc.';

/** How the keys are written, for help and errors. */
export const settingWords: readonly string[] = [
  ...singleKeys.map((key) => settingKindOf(key).word),
  `${variablePrefix}NAME`,
  `${linePrefix}KEY`,
];

type SingleForm = (typeof settingKinds)[SingleKey]['form'];

/** How a value is read from the command line; null or an empty list for `none`. */
const readers: Readonly<Record<SingleForm, (text: string) => unknown>> = {
  text: (text) => text,
  optional: valueOrNull,
  list: listOf,
  words: programOf,
  autostart: autostartOf,
  egress: egressOf,
};

function keyOf(word: string): SingleKey | undefined {
  return singleKeys.find((key) => settingKindOf(key).word === word);
}

/** Says whether a word of `set` is about a setting and not about a limit. */
export function isSettingWord(word: string): boolean {
  const [name = ''] = word.split('=');
  return keyOf(name) !== undefined || [variablePrefix, linePrefix].some((prefix) => name.startsWith(prefix));
}

/** Throws a usage error for what the contract does not accept. */
export function settingsArgument(words: readonly string[]): SettingsChange {
  const change: { -readonly [Key in SettingKey]?: unknown } = {};
  const variables: { readonly name: string; readonly value: string | null }[] = [];
  const lines: { readonly key: string; readonly value: string | null }[] = [];
  const seen = new Set<string>();
  for (const word of words) {
    const [name = '', ...rest] = word.split('=');
    if (rest.length === 0 || !isSettingWord(word))
      throw new UsageError(`${word}: give KEY=VALUE, with one of the keys ${settingWords.join(', ')}`);
    if (seen.has(name)) throw new UsageError(`${name} is given twice`);
    seen.add(name);
    const value = rest.join('=');
    if (name.startsWith(variablePrefix)) variables.push(variableOf(name.slice(variablePrefix.length), value));
    else if (name.startsWith(linePrefix)) lines.push({ key: name, value: value === '' ? null : value });
    else {
      const key = keyOf(name);
      if (key !== undefined) change[key] = readers[settingKinds[key].form](value);
    }
  }
  if (variables.length > 0) change.environment = variables;
  if (lines.length > 0) change.lines = lines;
  const parsed = settingsChangeSchema().safeParse(change);
  if (parsed.success) return parsed.data;
  throw new UsageError(parsed.error.issues.map(({ path, message }) => `${wordOf(path, lines)}: ${message}`).join('; '));
}

/** Names a setting as the person wrote it. */
function wordOf([key, at]: readonly PropertyKey[], lines: readonly { readonly key: string }[]): string {
  if (key === 'lines' && typeof at === 'number') return lines[at]?.key ?? 'lxc';
  return singleKeys.includes(key as SingleKey) ? settingKindOf(key as SingleKey).word : String(key);
}

function valueOrNull(text: string): string | null {
  return text === 'none' ? null : text;
}

/** Splits a list at its commas; `none` is an empty list. */
function listOf(text: string): readonly string[] {
  return text === 'none' ? [] : text.split(',').map((one) => one.trim());
}

/** `all` is the empty list; `none` stays a word of its own, since it denies everything. */
function egressOf(text: string): readonly string[] {
  return text === 'all' ? [] : text.split(',').map((one) => one.trim());
}

/** Words between spaces, or between quotes. */
function programOf(text: string): readonly string[] {
  if (text === 'none') return [];
  return readWords(text) ?? usage(`program: a quote does not end in ${text}`);
}

function usage(message: string): never {
  throw new UsageError(message);
}

/** Empty takes it away: a variable that is set to nothing is of no use. */
function variableOf(name: string, value: string): { readonly name: string; readonly value: string | null } {
  return { name, value: value === '' ? null : value };
}

/** `yes`, `none`, `10`, or `10+30s`: the order, and the seconds before the next one. */
function autostartOf(text: string): Autostart | null {
  if (text === 'none' || text === 'no') return null;
  if (text === 'yes') return { order: usualOrder, delaySeconds: 0 };
  const [, order, delay = '0'] = /^(\d{1,4})(?:\+(\d{1,4})s)?$/.exec(text) ?? [];
  if (order === undefined)
    throw new UsageError('autostart: write yes, none, an order such as 10, or an order and a delay such as 10+30s');
  return { order: Number(order), delaySeconds: Number(delay) };
}
