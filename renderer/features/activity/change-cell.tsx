// SPDX-License-Identifier: Apache-2.0
/**
 * What an entry of the activity log changed of policy or labels: the change itself, what was before, and Undo or what
 * became of it.
 */

import type { Activity } from '../../../contract/model/activity.ts';
import { activityDetail } from './activity-labels.ts';
import { changeFate } from '../denials/explanation/remedy-labels.ts';
import { ActionButton } from '../../ui/actions/action-button.tsx';
import { sentenceOf } from '../../lib/sentence.ts';
import { SafeText } from '../../ui/safe-text.tsx';
import { t } from '../../lib/language/t.ts';
import './change-cell.css';

interface ChangeCellProps {
  readonly entry: Activity;
  /** Why nothing can be undone now; undefined when it can. */
  readonly reason: string | undefined;
  readonly onUndo: () => void;
}

export function ChangeCell({ entry, reason, onUndo }: ChangeCellProps) {
  const { change } = entry;
  if (change === null) return <SafeText text={detailOf(entry)} />;
  const fate = changeFate(change);
  return (
    <div className="change-cell">
      <details>
        <summary>
          <SafeText text={change.summary} />
        </summary>
        {change.change.map((line) => (
          <pre className="mono" key={line}>
            <SafeText text={line} />
          </pre>
        ))}
        <p>{t('Before:')}</p>
        {change.before.map((line) => (
          <pre className="mono" key={line}>
            <SafeText text={line} />
          </pre>
        ))}
      </details>
      {fate === undefined ? (
        <ActionButton label={t('Undo')} variant="outlined" reason={reason} onAction={onUndo} />
      ) : (
        <span className="faint">{fate}</span>
      )}
    </div>
  );
}

/** What failed says so in a sentence; arguments and values stay as they are. */
export function detailOf(entry: Activity): string {
  const detail = activityDetail(entry);
  return entry.outcome === 'failed' || entry.outcome === 'denied' ? sentenceOf(detail) : detail;
}
