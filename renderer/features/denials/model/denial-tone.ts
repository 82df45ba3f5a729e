// SPDX-License-Identifier: Apache-2.0
/**
 * Says whether a denial is container isolation at work, something that could be changed, or a violation that went
 * through. It goes by the loaded policy where that was asked, else by the audit records, and by the outcome of the
 * access.
 */

import type { DenialGroup } from '../../../../contract/model/denials/denial.ts';
import { type GroupOutcome, outcomeOfGroup } from '../../../../contract/model/denials/group-outcome.ts';
import { causeKindOf, type CauseKind, isOfHost } from '../../../../contract/model/denials/cause-kind.ts';
import type { ExplainedReason } from '../../../../contract/model/denials/explanation.ts';
import { isKnownNoise } from '../../../../contract/model/denials/known-noise.ts';
import { isOfAnotherContainer } from '../../../../contract/model/denials/other-container.ts';
import type { MadeChange } from '../explanation/applied-remedies.ts';
import type { KnownCause } from '../explanation/known-causes.ts';
import { reasonLabel } from './reason-labels.ts';
import { t } from '../../../lib/language/t.ts';

/**
 * `isolation`: working as intended; `crossed`: an access between containers that SELinux logged and did not block;
 * `policy`: no rule allows it, or a setting is wrong; `unknown`: the reason is not known.
 */
export type DenialTone = 'isolation' | 'crossed' | 'policy' | 'unknown';

export interface GroupReason {
  readonly tone: DenialTone;
  /** Says the reason in one line. */
  readonly text: string;
  /** True when the loaded policy said so, and not the records alone. */
  readonly isFromPolicy: boolean;
  /** Names the group of causes to which it belongs. */
  readonly kind: CauseKind;
  /** What was applied for it and is in force. */
  readonly applied?: MadeChange | undefined;
  /** The path of the object on the host, where the policy was asked and names it. */
  readonly path?: string | undefined;
}

type ReasonText = Pick<GroupReason, 'tone' | 'text' | 'isFromPolicy'>;

/** Gives the reason of a group with its outcome; `known` is what is known beside the records. */
export function groupReason(group: DenialGroup, known: KnownCause = {}): GroupReason {
  const explained = known.explanation?.reason;
  return {
    ...withOutcome(stoppedReason(group, explained), group),
    kind: causeKindOf(group, known),
    applied: known.applied,
    path: explained?.kind === 'wrong-label' ? explained.path : undefined,
  };
}

/** Gives the title of a reason, given what became of the access. */
export function titleFor(
  { tone, title }: { readonly tone: DenialTone; readonly title: string },
  outcome: GroupOutcome,
): string {
  if (outcome === 'blocked') return title;
  if (tone === 'isolation')
    return outcome === 'logged'
      ? t('SELinux would have blocked this, but the domain is permissive')
      : t('Isolation blocked only some of these');
  return t('{title}; not blocked, because the domain is permissive', { title });
}

function stoppedReason(group: DenialGroup, explained: ExplainedReason | undefined): ReasonText {
  if (explained !== undefined) {
    const { tone, title } = reasonLabel(explained);
    return { tone, text: title, isFromPolicy: true };
  }
  if (isOfAnotherContainer(group))
    return { tone: 'isolation', text: t('Blocked by container isolation'), isFromPolicy: false };
  if (isOfHost(group) && isKnownNoise(group))
    return { tone: 'unknown', text: t('Known: the policy of Debian lacks this rule'), isFromPolicy: false };
  switch (group.reason) {
    case 'no-rule':
      return { tone: 'policy', text: t('No rule allows it'), isFromPolicy: false };
    case 'other-categories':
    case 'unknown':
      return { tone: 'unknown', text: t('Reason unknown'), isFromPolicy: false };
  }
}

function withOutcome(reason: ReasonText, group: DenialGroup): ReasonText {
  const outcome = outcomeOfGroup(group);
  if (outcome === 'blocked') return reason;
  const { tone, text } = reason;
  const changed: ReasonText = { ...reason, tone: tone === 'isolation' ? 'crossed' : tone };
  if (outcome === 'logged') return { ...changed, text: titleFor({ tone, title: text }, outcome) };
  const counts = { blocked: group.count - group.notBlocked, notBlocked: group.notBlocked };
  return {
    ...changed,
    text:
      tone === 'isolation'
        ? t('Between containers: {blocked} blocked, {notBlocked} went through while the domain was permissive', counts)
        : t('{reason}: {blocked} blocked, {notBlocked} went through while the domain was permissive', {
            reason: text,
            ...counts,
          }),
  };
}
