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
import {
  type SettingKey,
  settingKeys,
  settingKindOf,
  singleKeys,
  type SingleKey,
} from '../../../../contract/model/settings/setting-kinds.ts';
import { capitalised, withStop } from '../../../lib/sentence.ts';
import { t } from '../../../lib/language/t.ts';

/**
 * Each setting is a text: a list between spaces or commas, a command as its words, a line for each variable (NAME=value)
 * and for each line of LXC's configuration (key = value). An empty text means that nothing is chosen.
 */
type SettingTexts = Readonly<Record<Exclude<SettingKey, 'autostart'>, string>>;

export interface SettingsDraft extends SettingTexts {
  readonly isAutomatic: boolean;
  readonly order: string;
  readonly delay: string;
}

/** What a person gives is judged more closely than what the host says. */
const draftSchema = settingsSchema().extend({ lines: givenLinesSchema() });

export type SettingsProblems = Partial<Record<keyof SettingsDraft, string>>;

export type ReadSettings =
  | { readonly status: 'valid'; readonly settings: Settings }
  | { readonly status: 'invalid'; readonly problems: SettingsProblems };

const usual = { order: '100', delay: '0' };

export function draftOfSettings(settings: Settings): SettingsDraft {
  const { autostart, environment, lines } = settings;
  return {
    ...(Object.fromEntries(textKeys.map((key) => [key, textOf(settings[key])])) as Record<TextKey, string>),
    isAutomatic: autostart !== null,
    order: autostart === null ? usual.order : String(autostart.order),
    delay: autostart === null ? usual.delay : String(autostart.delaySeconds),
    environment: environment.map(({ name, value }) => `${name}=${value}`).join('\n'),
    lines: lines.map(({ key, value }) => `${key} = ${value}`).join('\n'),
  };
}

type TextKey = Exclude<SingleKey, 'autostart'>;
const textKeys = singleKeys.filter((key): key is TextKey => key !== 'autostart');

/** A command and a list are both written as words: no value of a list holds a space or a quote. */
function textOf(value: Settings[TextKey]): string {
  return typeof value === 'string' || value === null ? (value ?? '') : formatWords(value);
}

/** Undefined for a text that cannot be read. */
function valueOf(key: TextKey, text: string): unknown {
  const { form } = settingKindOf(key);
  if (form === 'words') return readWords(text);
  if (form === 'list' || form === 'egress') return wordsOf(text);
  return form === 'text' ? text.trim() : valueOrNull(text);
}

/** Empty fields mean none, or its own name. */
export function readSettings(draft: SettingsDraft): ReadSettings {
  const variables = variablesOf(draft.environment);
  const lines = keyedLinesOf(draft.lines);
  const program = readWords(draft.program);
  const parsed = draftSchema.safeParse({
    ...Object.fromEntries(textKeys.map((key) => [key, valueOf(key, draft[key])])),
    program: program ?? [],
    autostart: draft.isAutomatic ? { order: wholeOf(draft.order), delaySeconds: wholeOf(draft.delay) } : null,
    environment: variables ?? [],
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
  return settingKeys.find((key): key is keyof SettingTexts => key === first) ?? 'description';
}

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
