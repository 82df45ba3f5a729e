// SPDX-License-Identifier: Apache-2.0
/** Labels the isolation map: which containers to show of many, and why two of them are isolated. */

import { parseSecurityContext } from '../../../../contract/model/contexts/parse-security-context.ts';
import type { IsolationMap } from '../../../../contract/model/isolation-finding.ts';
import { t } from '../../../lib/language/t.ts';

export type Apartness = 'self' | 'categories' | 'type' | 'open' | 'unknown';

const byLetter: Readonly<Record<string, Apartness>> = {
  '-': 'self',
  c: 'categories',
  t: 'type',
  o: 'open',
  u: 'unknown',
};

export const apartnessLabel: Readonly<Record<Apartness, { readonly sign: string; readonly label: string }>> = {
  self: { sign: '', label: t('itself') },
  categories: { sign: '', label: t('isolated by categories') },
  type: { sign: 't', label: t('isolated by type') },
  open: { sign: '!', label: t('not isolated') },
  unknown: { sign: '?', label: t('unknown') },
};

export interface ShownMap {
  /** Places in the map. */
  readonly shown: readonly number[];
  readonly hidden: number;
}

/**
 * Puts those containers first that reach most others, then those that most others reach, then the unknown ones, each by
 * name.
 */
export function shownOf({ containers, rows }: IsolationMap, most: number): ShownMap {
  const weights = containers.map((_, index) => weightsOf(rows, index));
  const compare = (one: number, other: number): number =>
    weights[one]?.map((weight, place) => (weights[other]?.[place] ?? 0) - weight).find((rest) => rest !== 0) ??
    (containers[one]?.name ?? '').localeCompare(containers[other]?.name ?? '');
  const shown = containers.map((_, index) => index).sort(compare);
  return { shown: shown.slice(0, most), hidden: Math.max(0, containers.length - most) };
}

export function apartness({ rows }: IsolationMap, from: number, to: number): Apartness {
  return byLetter[rows[from]?.[to] ?? 'u'] ?? 'unknown';
}

/** Says in one sentence what the cell of `from`'s row and `to`'s column means. */
export function cellSentence(map: IsolationMap, from: number, to: number): string {
  const source = map.containers[from];
  const target = map.containers[to];
  if (source === undefined || target === undefined) return '';
  const [one, other] = [partsOf(source.context), partsOf(target.content ?? target.context)];
  switch (apartness(map, from, to)) {
    case 'self':
      return t('{name} itself: {context}', { name: source.name, context: source.context ?? t('no context') });
    case 'categories':
      return t('{name} cannot access {name2}: it has {categories}, and the other has {categories2}.', {
        name: source.name,
        name2: target.name,
        categories: one.categories,
        categories2: other.categories,
      });
    case 'type':
      return t('{name} cannot access {name2}: no rule allows {type} access to {type2}.', {
        name: source.name,
        name2: target.name,
        type: one.type,
        type2: other.type,
      });
    case 'open':
      return t(
        '{name} can access {name2}: the policy does not separate {type} with {categories} from {type2} with ' +
          '{categories2}.',
        {
          name: source.name,
          name2: target.name,
          type: one.type,
          categories: one.categories,
          type2: other.type,
          categories2: other.categories,
        },
      );
    case 'unknown':
      return t('Whether {name} can access {name2} is unknown: the policy does not know the context of one of them.', {
        name: source.name,
        name2: target.name,
      });
  }
}

/** How many others it reaches, how many reach it, and of how many either is unknown. */
function weightsOf(rows: readonly string[], index: number): readonly number[] {
  const row = rows[index] ?? '';
  const column = rows.map((one) => one[index] ?? '').join('');
  const count = (letters: string, letter: string): number => letters.split(letter).length - 1;
  return [count(row, 'o'), count(column, 'o'), count(row, 'u') + count(column, 'u')];
}

function partsOf(context: string | null): { readonly type: string; readonly categories: string } {
  const parsed = parseSecurityContext(context ?? '');
  const categories = parsed?.level.split(':').slice(1).join(':') ?? '';
  return {
    type: parsed?.type ?? t('an unknown context'),
    categories: categories === '' ? t('no categories') : categories,
  };
}
