/** Why SELinux said no, as far as the records tell, and whether that is the wall doing its work. */

import type { DenialEvent } from '../../../../contract/model/denial.ts';
import { categoriesOf } from '../../../../contract/model/security-context.ts';
import { type DenialTone, titleFor } from './denial-tone.ts';
import { ownerOf, type CategoryOwner, type DenialReason } from './denial-sentence.ts';

export interface Explanation {
  readonly title: string;
  readonly tone: DenialTone;
  readonly sentences: readonly string[];
  /** The rule or constraint that refused, in SELinux's own terms. */
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
    title: titleFor(explanation, 'noted'),
    tone: isIsolation ? 'crossed' : explanation.tone,
    sentences: [...explanation.sentences.filter((sentence) => sentence !== whenStopped), wentThrough],
    advice: isIsolation ? `${enforceAgain} Do not allow this access.` : `${enforceAgain} ${explanation.advice}`,
  };
}

const whenStopped = 'Unix permissions play no part in it: even mode 0777 would not open it.';
export const wentThrough =
  'The domain, or the whole host, is permissive: SELinux only noted the access, and it took place.';
export const enforceAgain = 'Let the domain enforce again: end its learning, or take it off the permissive types.';

function explainReason(event: DenialEvent, reason: DenialReason, owners: readonly CategoryOwner[]): Explanation {
  switch (reason) {
    case 'other-categories':
      return explainCategories(event, owners);
    case 'no-rule':
      return {
        title: 'No rule allows it',
        tone: 'policy',
        sentences: [
          `The loaded policy has no rule that lets ${typeOf(event.source)} do this to ${typeOf(event.target)}, and what is not allowed is refused.`,
        ],
        rule: `missing: ${ruleOf(event)}`,
        advice:
          'If the program works without it, leave it refused. If it needs it, first see whether the file merely has the wrong label.',
      };
    case 'unknown':
      return {
        title: 'The records do not say why',
        tone: 'unknown',
        sentences: [
          'It may be a missing rule or a constraint on role, user or level; the audit record names only what was refused.',
        ],
        rule: `refused: ${ruleOf(event)}`,
        advice: 'Compare the two contexts below: where types, roles and levels differ, a rule or constraint stands.',
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
  readonly label: 'Stopped' | 'Only noted' | 'Not known';
  readonly meaning: string;
} {
  if (event.permissive === null)
    return { label: 'Not known', meaning: 'The record does not say whether SELinux was enforcing.' };
  if (event.permissive)
    return { label: 'Only noted', meaning: 'The domain or the host is permissive: the access went through.' };
  return { label: 'Stopped', meaning: 'SELinux enforces: the access did not take place.' };
}

function explainCategories(event: DenialEvent, owners: readonly CategoryOwner[]): Explanation {
  const held = listOf(event.source?.level);
  const needed = listOf(event.target?.level);
  const owner = ownerOf(event.target, owners);
  return {
    title: 'This is the wall doing its work',
    tone: 'isolation',
    sentences: [
      `The process holds ${held}; the ${event.class === 'process' ? 'other process' : 'object'} belongs to ${needed}${owner === undefined ? ', which no container of this host holds now' : ` = container ${owner}`}.`,
      whenStopped,
    ],
    rule: `mlsconstrain ${event.class ?? '*'}: the level of the source must dominate that of the target`,
    advice:
      'Nothing needs mending. If the two containers should share files, give them a volume that both may use; do not allow this access.',
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
