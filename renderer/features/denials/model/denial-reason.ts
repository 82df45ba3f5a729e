// SPDX-License-Identifier: Apache-2.0
/** Why SELinux denied an access, from the audit record alone, and whether that is container isolation. */

import type { DenialEvent } from '../../../../contract/model/denials/denial.ts';
import { categoriesOf } from '../../../../contract/model/contexts/security-context.ts';
import { type DenialTone, titleFor } from './denial-tone.ts';
import { ownerOf, type CategoryOwner, type DenialReason } from './denial-sentence.ts';
import { t } from '../../../lib/language/t.ts';

export interface Explanation {
  readonly title: string;
  readonly tone: DenialTone;
  readonly sentences: readonly string[];
  /** The rule or constraint that denied the access, in SELinux's own terms. */
  readonly rule: string;
  readonly advice: string;
}

/**
 * Says in words why an access was denied, and what that means given what became of it: what went through was not kept
 * out by anything.
 */
export function explainDenial(event: DenialEvent, reason: DenialReason, owners: readonly CategoryOwner[]): Explanation {
  const explanation = explainReason(event, reason, owners);
  if (event.permissive !== true) return explanation;
  const isIsolation = explanation.tone === 'isolation';
  return {
    ...explanation,
    title: titleFor(explanation, 'logged'),
    tone: isIsolation ? 'crossed' : explanation.tone,
    sentences: [...explanation.sentences.filter((sentence) => sentence !== whenStopped), wentThrough],
    advice: [enforceAgain, isIsolation ? t('Do not allow this access.') : explanation.advice].join(' '),
  };
}

const whenStopped = t('Unix permissions do not matter here: even mode 0777 would not allow it.');
export const wentThrough = t(
  'The domain or the whole host is permissive: SELinux logged the access and did not block it.',
);
const enforceAgain = t('Let the domain enforce again: end its learning mode, or remove it from the permissive types.');

function explainReason(event: DenialEvent, reason: DenialReason, owners: readonly CategoryOwner[]): Explanation {
  switch (reason) {
    case 'other-categories':
      return explainCategories(event, owners);
    case 'no-rule':
      return {
        title: t('No rule allows it'),
        tone: 'policy',
        sentences: [
          t('The loaded policy has no rule that allows {source} this access to {target}.', {
            source: typeOf(event.source),
            target: typeOf(event.target),
          }),
        ],
        rule: t('missing: {rule}', { rule: ruleOf(event) }),
        advice: t(
          'If the program works without this access, do nothing. If it needs it, first check whether the file ' +
            'has the wrong label.',
        ),
      };
    case 'unknown':
      return {
        title: t('Reason unknown'),
        tone: 'unknown',
        sentences: [
          t('The audit record does not contain it. It may be a missing rule, or a constraint on role, user or level.'),
        ],
        rule: t('denied: {rule}', { rule: ruleOf(event) }),
        advice: t('Compare types, roles and levels of the two contexts below.'),
      };
  }
}

/** The reason of one event by itself, when its group is not known. */
export function reasonOf(event: DenialEvent): DenialReason {
  if (event.source === null || event.target === null) return 'unknown';
  const held = categoriesOf(event.source.level);
  const needed = categoriesOf(event.target.level);
  if (needed.length > 0 && needed.some((category) => !held.includes(category)) && held.length > 0)
    return 'other-categories';
  return 'unknown';
}

/** What became of the access: the words and whether it really was stopped. */
export function outcomeOf(event: DenialEvent): {
  readonly label: string;
  /** Says the outcome in a word, for a row. */
  readonly word: string;
  readonly meaning: string;
} {
  if (event.permissive === null)
    return {
      label: t('Unknown'),
      word: t('unknown'),
      meaning: t('The record does not say whether SELinux was enforcing.'),
    };
  if (event.permissive)
    return {
      label: t('Logged only'),
      word: t('logged only'),
      meaning: t('The domain or the host is permissive: the access was not blocked.'),
    };
  return { label: t('Blocked'), word: t('blocked'), meaning: t('SELinux is enforcing: the access was blocked.') };
}

function explainCategories(event: DenialEvent, owners: readonly CategoryOwner[]): Explanation {
  const held = listOf(event.source?.level);
  const needed = listOf(event.target?.level);
  const owner = ownerOf(event.target, owners);
  const values = { held, needed, object: event.class === 'process' ? 'process' : 'other' };
  const whose =
    owner === undefined
      ? t(
          'The process has {held}; the {object, select, process {other process} other {object}} has {needed}, ' +
            'which no container on this host has now.',
          values,
        )
      : t(
          'The process has {held}; the {object, select, process {other process} other {object}} has {needed} ' +
            '(container {owner}).',
          { ...values, owner },
        );
  return {
    title: t('Blocked by container isolation'),
    tone: 'isolation',
    sentences: [whose, whenStopped],
    rule: t('mlsconstrain {class}: the level of the source must dominate that of the target', {
      class: event.class ?? '*',
    }),
    advice: t(
      'No action is needed. If the two containers should share files, give them a shared volume. Do not ' +
        'allow this access.',
    ),
  };
}

function listOf(level: string | undefined): string {
  const categories = categoriesOf(level ?? '');
  return categories.length === 0 ? t('no category') : categories.join(',');
}

function typeOf(context: DenialEvent['source']): string {
  return context?.type ?? t('an unknown type');
}

function ruleOf(event: DenialEvent): string {
  const { source, target, class: className, permissions } = event;
  const object = [target?.type ?? '?', className ?? '?'].join(':');
  return ['allow', source?.type ?? '?', object, '{', permissions.join(' '), '};'].join(' ');
}
