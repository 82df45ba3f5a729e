/**
 * Whether a denial is the wall doing its work, something that could be changed, or a wall that was crossed: the
 * policy's answer where it was asked, else
 * what the records tell, and in each case what became of the access. What a permissive domain let through is never the
 * wall at work.
 */

import { type DenialGroup, type GroupOutcome, outcomeOfGroup } from '../../../../contract/model/denial.ts';
import type { ExplainedReason } from '../../../../contract/model/explanation.ts';
import { reasonLabel } from './reason-labels.ts';

/**
 * `wall`: working as intended; `crossed`: SELinux would have blocked it between containers, and let it through;
 * `policy`: no rule allows it, or something
 * is set wrongly; `unknown`: it cannot be told yet.
 */
export type DenialTone = 'isolation' | 'crossed' | 'policy' | 'unknown';

export interface GroupReason {
  readonly tone: DenialTone;
  /** One line. */
  readonly text: string;
  /** True when the loaded policy said so, and not the records alone. */
  readonly isFromPolicy: boolean;
}

type Judged = Pick<DenialGroup, 'reason' | 'permissive' | 'noted' | 'count'>;

/** The reason of a group with its outcome; `explained` is what the loaded policy said, where it was asked. */
export function groupReason(group: Judged, explained: ExplainedReason | undefined): GroupReason {
  return withOutcome(stoppedReason(group, explained), group);
}

/** The title of a reason, given what became of the access. */
export function titleFor(
  { tone, title }: { readonly tone: DenialTone; readonly title: string },
  outcome: GroupOutcome,
): string {
  if (outcome === 'stopped') return title;
  if (tone === 'isolation')
    return outcome === 'noted'
      ? 'SELinux would have blocked this; the domain is permissive'
      : 'The wall blocked it only some of the time';
  return `${title}; it went through, since the domain is permissive`;
}

function stoppedReason(group: Pick<DenialGroup, 'reason'>, explained: ExplainedReason | undefined): GroupReason {
  if (explained !== undefined) {
    const { tone, title } = reasonLabel(explained);
    return { tone, text: title, isFromPolicy: true };
  }
  switch (group.reason) {
    case 'other-categories':
      return { tone: 'isolation', text: 'This is the wall doing its work', isFromPolicy: false };
    case 'no-rule':
      return { tone: 'policy', text: 'No rule allows it', isFromPolicy: false };
    case 'unknown':
      return { tone: 'unknown', text: 'The records do not say why', isFromPolicy: false };
  }
}

function withOutcome(reason: GroupReason, group: Judged): GroupReason {
  const outcome = outcomeOfGroup(group);
  if (outcome === 'stopped') return reason;
  const { tone, text } = reason;
  const both = `${group.count - group.noted} blocked, ${group.noted} went through while the domain was permissive`;
  if (tone === 'isolation')
    return {
      ...reason,
      tone: 'crossed',
      text: outcome === 'both' ? `Between containers: ${both}` : titleFor({ tone, title: text }, outcome),
    };
  return { ...reason, text: outcome === 'both' ? `${text}: ${both}` : titleFor({ tone, title: text }, outcome) };
}
