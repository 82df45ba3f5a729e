// SPDX-License-Identifier: Apache-2.0
/** Why SELinux denied an access, from the audit record alone, and whether that is container isolation. */

import type { DenialEvent } from '../../../../contract/model/denials/denial.ts';
import { categoriesOf } from '../../../../contract/model/contexts/security-context.ts';
import { type DenialTone, titleFor } from './denial-tone.ts';
import { ownerOf, type CategoryOwner, type DenialReason } from './denial-sentence.ts';

export interface Explanation {
  readonly title: string;
  readonly tone: DenialTone;
  readonly sentences: readonly string[];
  /** The rule or constraint that denied the access, in SELinux's own terms. */
  readonly rule: string;
  readonly advice: string;
}

/**
 * In words why an access was denied, and what that means given what became of it: what went through was not kept out by
 * anything.
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
    advice: isIsolation ? `${enforceAgain} Do not allow this access.` : `${enforceAgain} ${explanation.advice}`,
  };
}

const whenStopped = 'Unix permissions do not matter here: even mode 0777 would not allow it.';
export const wentThrough =
  'The domain or the whole host is permissive: SELinux logged the access and did not block it.';
const enforceAgain = 'Let the domain enforce again: end its learning mode, or remove it from the permissive types.';

function explainReason(event: DenialEvent, reason: DenialReason, owners: readonly CategoryOwner[]): Explanation {
  switch (reason) {
    case 'other-categories':
      return explainCategories(event, owners);
    case 'no-rule':
      return {
        title: 'No rule allows it',
        tone: 'policy',
        sentences: [
          `The loaded policy has no rule that allows ${typeOf(event.source)} this access to ${typeOf(event.target)}.`,
        ],
        rule: `missing: ${ruleOf(event)}`,
        advice:
          'If the program works without this access, do nothing. If it needs it, first check whether the file has the wrong label.',
      };
    case 'unknown':
      return {
        title: 'Reason unknown',
        tone: 'unknown',
        sentences: [
          'The audit record does not contain it. It may be a missing rule, or a constraint on role, user or level.',
        ],
        rule: `denied: ${ruleOf(event)}`,
        advice: 'Compare types, roles and levels of the two contexts below.',
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
  readonly label: 'Blocked' | 'Logged only' | 'Unknown';
  readonly meaning: string;
} {
  if (event.permissive === null)
    return { label: 'Unknown', meaning: 'The record does not say whether SELinux was enforcing.' };
  if (event.permissive)
    return { label: 'Logged only', meaning: 'The domain or the host is permissive: the access was not blocked.' };
  return { label: 'Blocked', meaning: 'SELinux is enforcing: the access was blocked.' };
}

function explainCategories(event: DenialEvent, owners: readonly CategoryOwner[]): Explanation {
  const held = listOf(event.source?.level);
  const needed = listOf(event.target?.level);
  const owner = ownerOf(event.target, owners);
  const object = event.class === 'process' ? 'other process' : 'object';
  const whose = owner === undefined ? ', which no container on this host has now' : ` (container ${owner})`;
  return {
    title: 'Blocked by container isolation',
    tone: 'isolation',
    sentences: [`The process has ${held}; the ${object} has ${needed}${whose}.`, whenStopped],
    rule: `mlsconstrain ${event.class ?? '*'}: the level of the source must dominate that of the target`,
    advice:
      'No action is needed. If the two containers should share files, give them a shared volume. Do not allow this access.',
  };
}

function listOf(level: string | undefined): string {
  const categories = categoriesOf(level ?? '');
  return categories.length === 0 ? 'no category' : categories.join(',');
}

function typeOf(context: DenialEvent['source']): string {
  return context?.type ?? 'an unknown type';
}

function ruleOf(event: DenialEvent): string {
  return `allow ${event.source?.type ?? '?'} ${event.target?.type ?? '?'}:${event.class ?? '?'} { ${event.permissions.join(' ')} };`;
}
