/** A cause of denials: words first, SELinux's terms below, how often and how lately at the right. */

import type { DenialGroup } from '../../contract/model/denial.ts';
import { groupSentence, type CategoryOwner } from '../model/denial-words.ts';
import { Moment } from './moment.tsx';
import { Sentence } from './sentence.tsx';
import './denial-group-row.css';

interface DenialGroupRowProps {
  readonly group: DenialGroup;
  readonly owners: readonly CategoryOwner[];
  readonly now: number;
  readonly isOpen: boolean;
  readonly onOpen: () => void;
}

export function DenialGroupRow({ group, owners, now, isOpen, onOpen }: DenialGroupRowProps) {
  return (
    <li>
      <button type="button" className={`denial-group${isOpen ? ' is-open' : ''}`} aria-expanded={isOpen} onClick={onOpen}>
        <span className={`badge ${group.permissive ? 'amber' : 'red'}`}>{group.permissive ? 'only noted' : 'stopped'}</span>
        <span className="what">
          <span className="words"><Sentence parts={groupSentence(group, owners)} /></span>
          <span className="terms mono truncate">{`${group.sourceType} → ${group.targetType} : ${group.class} { ${group.permissions.join(' ')} }`}</span>
        </span>
        {group.reason === 'other-categories' && <span className="badge good" title="The target belongs to another container's categories: the wall doing its work">the wall</span>}
        <span className="count">{`${group.count}×`}</span>
        <span className="when muted"><Moment time={group.last} now={now} /></span>
      </button>
    </li>
  );
}
