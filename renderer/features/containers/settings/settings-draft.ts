// SPDX-License-Identifier: Apache-2.0
/** Settings of a container as they are typed, and back. The contract's schema decides what is allowed. */

import { formatWords, readWords } from '../../../../contract/wording/command-line.ts';
import { givenLinesSchema } from '../../../../contract/model/containers/given-settings.ts';
import { changedSettings } from '../../../../contract/model/containers/settings-change.ts';
import {
  noSettings,
  type LxcLine,
  type Settings,
  settingsSchema,
  type Variable,
} from '../../../../contract/model/containers/settings.ts';
import { capitalised, withStop } from '../../../lib/sentence.ts';
import { t } from '../../../lib/language/t.ts';

export interface SettingsDraft {
  readonly description: string;
  readonly isAutomatic: boolean;
  readonly order: string;
  readonly delay: string;
  readonly hostname: string;
  /** Is empty for any address. */
  readonly address: string;
  /** Holds addresses between spaces or commas. */
  readonly nameservers: string;
  readonly searchDomains: string;
  /** Words between spaces or quotes; empty for the init of its image. */
  readonly program: string;
  /** Is empty for root. */
  readonly user: string;
  /** Empty for `/`. */
  readonly folder: string;
  /** Is empty for SIGTERM. */
  readonly stopSignal: string;
  /** Holds a line for each variable: NAME=value. */
  readonly environment: string;
  /** A line of LXC's configuration for each: key = value. */
  readonly lines: string;
}

/** What a person gives is judged more closely than what the host says. */
const draftSchema = settingsSchema().extend({ lines: givenLinesSchema() });

export type SettingsProblems = Partial<Record<keyof SettingsDraft, string>>;

export type ReadSettings =
  | { readonly status: 'valid'; readonly settings: Settings }
  | { readonly status: 'invalid'; readonly problems: SettingsProblems };

const usual = { order: '100', delay: '0' };

export function draftOfSettings({
  description,
  autostart,
  hostname,
  environment,
  program,
  user,
  folder,
  stopSignal,
  lines,
  ...network
}: Settings): SettingsDraft {
  return {
    description,
    isAutomatic: autostart !== null,
    order: autostart === null ? usual.order : String(autostart.order),
    delay: autostart === null ? usual.delay : String(autostart.delaySeconds),
    hostname: hostname ?? '',
    address: network.address ?? '',
    nameservers: network.nameservers.join(' '),
    searchDomains: network.searchDomains.join(' '),
    program: formatWords(program),
    user: user ?? '',
    folder: folder ?? '',
    stopSignal: stopSignal ?? '',
    environment: environment.map(({ name, value }) => `${name}=${value}`).join('\n'),
    lines: lines.map(({ key, value }) => `${key} = ${value}`).join('\n'),
  };
}

/** Empty fields mean none, or its own name. */
export function readSettings(draft: SettingsDraft): ReadSettings {
  const variables = variablesOf(draft.environment);
  const lines = keyedLinesOf(draft.lines);
  const program = readWords(draft.program);
  const parsed = draftSchema.safeParse({
    description: draft.description.trim(),
    autostart: draft.isAutomatic ? { order: wholeOf(draft.order), delaySeconds: wholeOf(draft.delay) } : null,
    hostname: valueOrNull(draft.hostname),
    environment: variables ?? [],
    address: valueOrNull(draft.address),
    nameservers: wordsOf(draft.nameservers),
    searchDomains: wordsOf(draft.searchDomains),
    program: program ?? [],
    user: valueOrNull(draft.user),
    folder: valueOrNull(draft.folder),
    stopSignal: valueOrNull(draft.stopSignal),
    lines: lines ?? [],
  });
  const problems: SettingsProblems = {};
  for (const { path, message } of parsed.error?.issues ?? []) {
    const field = fieldOf(path);
    problems[field] ??= messages[field] ?? problemOf(path, message, lines ?? []);
  }
  if (variables === undefined) problems.environment = t('Write a line such as LANG=C.UTF-8 for each variable.');
  if (lines === undefined) problems.lines = t('Write a line such as lxc.prlimit.nofile = 4096 for each key.');
  if (program === undefined) problems.program = t('A quote does not end.');
  return parsed.success && variables !== undefined && lines !== undefined && program !== undefined
    ? { status: 'valid', settings: changedSettings(noSettings, parsed.data) }
    : { status: 'invalid', problems };
}

/** Describes the problem in a sentence; that of a line with its key. */
function problemOf(path: readonly PropertyKey[], message: string, lines: readonly LxcLine[]): string {
  const [field, at] = path;
  const key = field === 'lines' && typeof at === 'number' ? lines[at]?.key : undefined;
  return key === undefined ? capitalised(withStop(message)) : `${key} ${withStop(message)}`;
}

const messages: SettingsProblems = {
  order: t('Enter a number from 0 to 999.'),
  delay: t('Enter seconds from 0 to 600.'),
};

function fieldOf(path: readonly PropertyKey[]): keyof SettingsDraft {
  const [first, second] = path;
  if (first === 'autostart') return second === 'delaySeconds' ? 'delay' : 'order';
  return sameFields.find((field) => field === first) ?? 'description';
}

/** Fields whose name is that of the setting. */
const sameFields = [
  ...(['hostname', 'environment', 'address', 'nameservers', 'searchDomains'] as const),
  ...(['program', 'user', 'folder', 'stopSignal', 'lines'] as const),
];

function valueOrNull(text: string): string | null {
  return text.trim() === '' ? null : text.trim();
}

function wordsOf(text: string): readonly string[] {
  return text.split(/[\s,]+/).filter((word) => word !== '');
}

function wholeOf(text: string): number {
  return /^\d{1,4}$/.test(text.trim()) ? Number(text) : Number.NaN;
}

/** Undefined where a line is no variable. */
function variablesOf(text: string): readonly Variable[] | undefined {
  return keyedLinesOf(text)?.map(({ key, value }) => ({ name: key, value }));
}

/** Undefined where a line is no key with a value. */
function keyedLinesOf(text: string): readonly LxcLine[] | undefined {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  if (lines.some((line) => line.indexOf('=') < 1)) return undefined;
  return lines.map((line) => {
    const [key = '', ...rest] = line.split('=');
    return { key: key.trim(), value: rest.join('=').trim() };
  });
}
