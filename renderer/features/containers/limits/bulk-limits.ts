// SPDX-License-Identifier: Apache-2.0
/** Limits of several containers at once: what an empty field stands for, and the change with its way back. */

import { fail } from '../../../../contract/errors.ts';
import type { Container } from '../../../../contract/model/containers/container.ts';
import { type LimitKey, limitKeys, type Limits, noLimits } from '../../../../contract/model/containers/limits.ts';
import type { BulkAction } from '../states/bulk.ts';
import { useContainers } from '../containers.ts';
import { limitTexts, readLimits, type LimitProblems, type LimitTexts } from './limit-texts.ts';
import { t } from '../../../lib/language/t.ts';
import { type ActionTexts, valuesOf } from '../states/action-texts.ts';

/** Is the word for "no limit": an empty field leaves what each container has. */
export const noLimitWord = t('none');

export const unchangedTexts: LimitTexts = limitTexts(noLimits);

/** What each field shows while it is empty: the limit that all have, or that they differ. */
export function presentTexts(containers: readonly Container[]): LimitTexts {
  const all = containers.map(({ limits }) => limitTexts(limits));
  const shared = (key: LimitKey): string => {
    const values = new Set(all.map((texts) => texts[key]));
    return values.size > 1
      ? t('unchanged: they differ')
      : t('unchanged: {limit}', { limit: [...values].join('') || noLimitWord });
  };
  return Object.fromEntries(limitKeys.map((key) => [key, shared(key)])) as Record<LimitKey, string>;
}

export type ReadChanges =
  | { readonly status: 'valid'; readonly changes: Partial<Limits> }
  | { readonly status: 'invalid'; readonly problems: LimitProblems };

/** The limits that the texts change, or what is wrong with each. */
export function readChanges(texts: LimitTexts): ReadChanges {
  const isNone = (key: LimitKey): boolean => texts[key].trim().toLowerCase() === noLimitWord;
  const typed = Object.fromEntries(limitKeys.map((key) => [key, isNone(key) ? '' : texts[key]]));
  const read = readLimits(typed as Record<LimitKey, string>);
  if (read.status === 'invalid') return read;
  const changed = limitKeys.filter((key) => texts[key].trim() !== '');
  return { status: 'valid', changes: Object.fromEntries(changed.map((key) => [key, read.limits[key]])) };
}

/** Sets the limits; its way back gives each container what it had, unless somebody changed it again meanwhile. */
export function settingLimits(changes: Partial<Limits>, containers: readonly Container[]): BulkAction {
  const before = new Map(containers.map(({ name, limits }) => [name, limits]));
  const keys = limitKeys.filter((key) => key in changes);
  return {
    texts: settingTexts,
    run: (client, name, signal) => client.request('container.configure', { name, limits: changes }, { signal }),
    undo: {
      texts: resettingTexts,
      run: async (client, name, signal) => {
        const was = before.get(name);
        const is = useContainers.getState().byName.get(name)?.limits;
        if (was === undefined || is === undefined) return fail('container-not-found', { name });
        const kept = keys.find((key) => is[key] !== changes[key]);
        if (kept !== undefined)
          throw new Error(
            t('cannot change back the limits of {name}: they were changed again; look at them first', { name }),
          );
        const limits = Object.fromEntries(keys.map((key) => [key, was[key]]));
        return client.request('container.configure', { name, limits }, { signal });
      },
    },
  };
}

const settingTexts: ActionTexts = {
  active: t('changing'),
  title: (names) =>
    t(
      '{count, plural, one {Changing limits of container {name}} other {Changing limits of # containers}}',
      valuesOf(names),
    ),
  done: (names) =>
    t(
      '{count, plural, one {Container {name} was given new limits.} other {# containers were given new limits.}}',
      valuesOf(names),
    ),
  partly: (done, count) => t('{done} of {count} containers were given new limits.', { done, count }),
  failed: (name) => t('cannot change the limits of the container {name}', { name }),
};

const resettingTexts: ActionTexts = {
  active: t('changing'),
  title: (names) =>
    t(
      '{count, plural, one {Changing back limits of container {name}} other {Changing back limits of # containers}}',
      valuesOf(names),
    ),
  done: (names) =>
    t(
      '{count, plural, one {Container {name} was given their former limits.} other {# containers were given ' +
        'their former limits.}}',
      valuesOf(names),
    ),
  partly: (done, count) => t('{done} of {count} containers were given their former limits.', { done, count }),
  failed: (name) => t('cannot change back the limits of the container {name}', { name }),
};
