// SPDX-License-Identifier: Apache-2.0
/** A cause of denials: words first, why below, SELinux's terms last; how often and how lately at the right. */

import { memo } from 'react';
import type { DenialGroup } from '../../../../contract/model/denials/denial.ts';
import type { GroupReason } from '../model/denial-tone.ts';
import { groupSentence, type CategoryOwner } from '../model/denial-sentence.ts';
import { formatCount } from '../../../lib/units.ts';
import { Moment } from '../../../ui/time/moment.tsx';
import { Sentence } from '../sentence.tsx';
import { OutcomeBadge } from '../outcome-badge.tsx';
import { AppliedLine } from './applied-line.tsx';
import { ToneIcon } from './tone-icon.tsx';
import { t } from '../../../lib/language/t.ts';
import './cause-row.css';

interface CauseRowProps {
  readonly group: DenialGroup;
  /** Counts the denials in the time and of the container that are looked at. */
  readonly count: number;
  readonly reason: GroupReason;
  readonly owners: readonly CategoryOwner[];
  readonly now: number;
  readonly isOpen: boolean;
  readonly onOpen: (id: string) => void;
}

export const CauseRow = memo(function CauseRow({ group, count, reason, owners, now, isOpen, onOpen }: CauseRowProps) {
  return (
    <button
      type="button"
      className={`cause ${reason.tone}${isOpen ? ' is-open' : ''}`}
      aria-expanded={isOpen}
      onClick={() => onOpen(group.id)}
    >
      <ToneIcon tone={reason.tone} kind={reason.kind} />
      <span className="what">
        <span className="words">
          <Sentence parts={groupSentence(group, owners, reason.path)} />
        </span>
        <span className="why">
          <OutcomeBadge group={group} />
          {reason.applied === undefined ? (
            <span
              className={`reason ${reason.kind === 'settled' ? 'isolation' : reason.tone}`}
              title={
                reason.isFromPolicy
                  ? t('From the loaded policy')
                  : t('From the audit records. Open it to analyse the loaded policy.')
              }
            >
              {reason.text}
            </span>
          ) : (
            <AppliedLine change={reason.applied} isSettled={reason.kind === 'settled'} now={now} />
          )}
        </span>
        <span className="terms mono truncate">{termsOf(group)}</span>
      </span>
      <span className="often">
        <span className="count">{`${formatCount(count)}×`}</span>
        <span className="when muted">
          <Moment time={group.last} now={now} />
        </span>
      </span>
    </button>
  );
});

function termsOf({ sourceType, targetType, class: className, permissions }: DenialGroup): string {
  return `${sourceType} → ${targetType} : ${className} { ${permissions.join(' ')} }`;
}
