// SPDX-License-Identifier: Apache-2.0
/** Limits as they are typed, and back. Empty means no limit. The contract's schema decides what is allowed. */

import { type Limits, limitsSchema, type LimitValue } from '../../../../contract/model/containers/limits.ts';
import {
  type LimitForm,
  type LimitKey,
  limitKeys,
  limitKindOf,
  mapLimits,
} from '../../../../contract/model/settings/limit-kinds.ts';
import { capitalised, withStop } from '../../../lib/sentence.ts';
import { bytesAsTyped, parseBytes, parseCount } from '../../../../contract/search/amounts.ts';
import { t } from '../../../lib/language/t.ts';

export type LimitTexts = Readonly<Record<LimitKey, string>>;
export type LimitProblems = Partial<LimitTexts>;

export type ReadLimits =
  | { readonly status: 'valid'; readonly limits: Limits }
  | { readonly status: 'invalid'; readonly problems: LimitProblems };

interface TypedForm {
  readonly format: (value: NonNullable<LimitValue>) => string;
  readonly parse: (text: string) => LimitValue | undefined;
  /** What is said of a text that cannot be read. */
  readonly problem: (example: string) => string;
}

const size: TypedForm = {
  format: (value) => bytesAsTyped(Number(value)),
  parse: parseBytes,
  problem: () => t('Enter a size such as 512M or 1.5 GiB.'),
};
const count: TypedForm = {
  format: String,
  parse: parseCount,
  problem: (example) => t('Enter a number such as {example}.', { example }),
};

const forms: Readonly<Record<LimitForm, TypedForm>> = {
  size,
  rate: { ...size, problem: () => t('Enter a rate such as 20M.') },
  number: count,
  cores: count,
  processors: { format: String, parse: (text) => text.replace(/\s/g, ''), problem: () => '' },
};

function formOf(key: LimitKey): TypedForm {
  return forms[limitKindOf(key).form];
}

/** Writes each limit as text. */
export function limitTexts(limits: Limits): LimitTexts {
  return mapLimits((key) => (limits[key] === null ? '' : formOf(key).format(limits[key])));
}

/** The limits of the texts, or what is wrong with each. */
export function readLimits(texts: LimitTexts): ReadLimits {
  const problems: Partial<Record<LimitKey, string>> = {};
  const limits = mapLimits((key) => {
    if (texts[key].trim() === '') return null;
    const value = formOf(key).parse(texts[key]);
    if (value === undefined) problems[key] = formOf(key).problem(limitKindOf(key).example);
    return value ?? null;
  });
  const parsed = limitsSchema().safeParse(limits);
  for (const issue of parsed.error?.issues ?? []) {
    const key = limitKeys.find((one) => one === issue.path[0]);
    if (key !== undefined) problems[key] ??= capitalised(withStop(issue.message));
  }
  return parsed.success && Object.keys(problems).length === 0
    ? { status: 'valid', limits: parsed.data }
    : { status: 'invalid', problems };
}

/** Gives the limits that differ. */
export function changedLimits(before: Limits, after: Limits): Partial<Limits> {
  return Object.fromEntries(limitKeys.filter((key) => before[key] !== after[key]).map((key) => [key, after[key]]));
}
