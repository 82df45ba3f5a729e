// SPDX-License-Identifier: Apache-2.0
/**
 * Whether a denial is container isolation at work, something that could be changed, or a violation that went through:
 * from the loaded policy where it was asked, else from the audit records, combined with the outcome of the access.
 */

import type { DenialGroup } from '../../../../contract/model/denials/denial.ts';
import { type GroupOutcome, outcomeOfGroup } from '../../../../contract/model/denials/group-outcome.ts';
import type { ExplainedReason } from '../../../../contract/model/denials/explanation.ts';
import { reasonLabel } from './reason-labels.ts';
import { t } from '../../../lib/language/t.ts';

/**
 * `isolation`: working as intended; `crossed`: an access between containers that SELinux logged and did not block;
 * `policy`: no rule allows it, or a setting is wrong; `unknown`: the reason is not known.
 */
export type DenialTone = 'isolation' | 'crossed' | 'policy' | 'unknown';

export interface GroupReason {
  readonly tone: DenialTone;
  /** One line. */
  readonly text: string;
  /** True when the loaded policy said so, and not the records alone. */
  readonly isFromPolicy: boolean;
}

type Judged = Pick<DenialGroup, 'reason' | 'permissive' | 'notBlocked' | 'count'>;

/** The reason of a group with its outcome; `explained` is what the loaded policy said, where it was asked. */
export function groupReason(group: Judged, explained: ExplainedReason | undefined): GroupReason {
  return withOutcome(stoppedReason(group, explained), group);
}

/** The title of a reason, given what became of the access. */
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

function stoppedReason(group: Pick<DenialGroup, 'reason'>, explained: ExplainedReason | undefined): GroupReason {
  if (explained !== undefined) {
    const { tone, title } = reasonLabel(explained);
    return { tone, text: title, isFromPolicy: true };
  }
  switch (group.reason) {
    case 'other-categories':
      return { tone: 'isolation', text: t('Blocked by container isolation'), isFromPolicy: false };
    case 'no-rule':
      return { tone: 'policy', text: t('No rule allows it'), isFromPolicy: false };
    case 'unknown':
      return { tone: 'unknown', text: t('Reason unknown'), isFromPolicy: false };
  }
}

function withOutcome(reason: GroupReason, group: Judged): GroupReason {
  const outcome = outcomeOfGroup(group);
  if (outcome === 'blocked') return reason;
  const { tone, text } = reason;
  const changed: GroupReason = { ...reason, tone: tone === 'isolation' ? 'crossed' : tone };
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
