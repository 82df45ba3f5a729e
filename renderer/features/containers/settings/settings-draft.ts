// SPDX-License-Identifier: Apache-2.0
/** Settings of a container as they are typed, and back. The contract's schema decides what is allowed. */

import { formatWords, readWords } from '../../../../contract/command-line.ts';
import {
  changedSettings,
  noSettings,
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
  /** Empty for any. */
  readonly address: string;
  /** Between spaces or commas. */
  readonly nameservers: string;
  readonly searchDomains: string;
  /** Words between spaces or quotes; empty for the init of its image. */
  readonly program: string;
  /** Empty for root. */
  readonly user: string;
  /** Empty for `/`. */
  readonly folder: string;
  /** Empty for SIGTERM. */
  readonly stopSignal: string;
  /** A line for each variable: NAME=value. */
  readonly environment: string;
}

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
  };
}

/** Empty fields mean none, or its own name. */
export function readSettings(draft: SettingsDraft): ReadSettings {
  const variables = variablesOf(draft.environment);
  const program = readWords(draft.program);
  const parsed = settingsSchema.safeParse({
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
  });
  const problems: SettingsProblems = {};
  for (const { path, message } of parsed.error?.issues ?? []) {
    const field = fieldOf(path);
    problems[field] ??= messages[field] ?? capitalised(withStop(message));
  }
  if (variables === undefined) problems.environment = t('Write a line such as LANG=C.UTF-8 for each variable.');
  if (program === undefined) problems.program = t('A quote does not end.');
  return parsed.success && variables !== undefined && program !== undefined
    ? { status: 'valid', settings: changedSettings(noSettings, parsed.data) }
    : { status: 'invalid', problems };
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
  ...(['program', 'user', 'folder', 'stopSignal'] as const),
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
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  if (lines.some((line) => line.indexOf('=') < 1)) return undefined;
  return lines.map((line) => {
    const [name = '', ...rest] = line.split('=');
    return { name: name.trim(), value: rest.join('=').trim() };
  });
}
