// SPDX-License-Identifier: Apache-2.0
/** The limits by the names that the command line has for them: options of `create`, keys of `set`. */

import { InvalidArgumentError } from 'commander';
import { type Limits, limitsSchema } from '../../contract/model/containers/limits.ts';
import {
  type LimitForm,
  type LimitKey,
  limitKeys,
  limitKindOf,
  type limitKinds,
} from '../../contract/model/settings/limit-kinds.ts';
import { formatBytes } from '../output/format-quantity.ts';
import { isNoLimit, type LimitArgument, limitOf, numberArgument, sizeArgument } from './argument-parsers.ts';

/** Writes the name of an option as commander gives its value: `cpuWeight`. */
type FieldOf<Word extends string> = Word extends `${infer First}-${infer Rest}`
  ? `${First}${Capitalize<FieldOf<Rest>>}`
  : Word;

/** What was given of them. */
export type LimitValues = {
  readonly [Key in LimitKey as FieldOf<(typeof limitKinds)[Key]['word']>]?: LimitArgument;
};

export interface LimitOption {
  readonly name: string;
  /** Names the option as commander gives its value. */
  readonly field: keyof LimitValues;
  readonly key: LimitKey;
  /** Names what stands for the value in commander's help. */
  readonly value: string;
  readonly words: string;
  readonly example: string;
  readonly parse: (text: string) => LimitArgument;
}

/** How the value of an option is named and read. */
const forms: Readonly<Record<LimitForm, { readonly value: string; readonly problem: string }>> = {
  size: { value: '<size>', problem: 'a size' },
  rate: { value: '<size>', problem: 'a size' },
  number: { value: '<number>', problem: 'a number' },
  cores: { value: '<number>', problem: 'a number of cores' },
  processors: { value: '<list>', problem: 'a list of processors' },
};

export const limitOptions: readonly LimitOption[] = limitKeys.map((key) => {
  const { word, form, example, option } = limitKindOf(key);
  return {
    name: word,
    field: word.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase()) as keyof LimitValues,
    key,
    value: forms[form].value,
    words: `${option} (default: ${usualText(key)})`,
    example,
    parse: (text) => (isNoLimit(text) ? 'none' : parseLimit(key, text)),
  };
});

function usualText(key: LimitKey): string {
  const { usual, form } = limitKindOf(key);
  if (usual === null) return 'none';
  return form === 'size' ? formatBytes(usual) : String(usual);
}

function parseLimit(key: LimitKey, text: string): LimitArgument {
  const { form, example } = limitKindOf(key);
  const problem = `Write ${forms[form].problem} such as ${example}, or none.`;
  if (form === 'size' || form === 'rate') return sizeArgument(text);
  if (form !== 'processors') return numberArgument(text, problem);
  if (!limitsSchema().shape[key].safeParse(text).success) throw new InvalidArgumentError(problem);
  return text;
}

/** The limits that were given, as the contract has them; the others have its defaults. */
export function limitsOfOptions(values: LimitValues): Partial<Limits> {
  return Object.fromEntries(
    limitOptions.flatMap(({ field, key }) => {
      const value = values[field];
      return value === undefined ? [] : [[key, limitOf(value)]];
    }),
  );
}
