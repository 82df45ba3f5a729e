// SPDX-License-Identifier: Apache-2.0
/** What is about to be changed: what is there, what will be, and from when on. */

import { SafeText } from './safe-text.tsx';
import { t } from '../lib/language/t.ts';

export interface PendingChange {
  readonly title: string;
  readonly before: string;
  readonly after: string;
  readonly applies: 'live' | 'next-start';
}

interface ChangeListProps {
  readonly changes: readonly PendingChange[];
}

/** Nothing where nothing is about to be changed. */
export function ChangeList({ changes }: ChangeListProps) {
  if (changes.length === 0) return null;
  return (
    <table className="change-list" aria-label={t('Changes that are not saved')}>
      <tbody>
        {changes.map(({ title, before, after, applies }) => (
          <tr key={title}>
            <th scope="row">
              <SafeText text={title} />
            </th>
            <td>
              <del>
                <SafeText text={before} />
              </del>
              <span aria-hidden="true"> → </span>
              <ins>
                <SafeText text={after} />
              </ins>
            </td>
            <td>
              <AppliesBadge applies={applies} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Says when a change is in force. */
function AppliesBadge({ applies }: Pick<PendingChange, 'applies'>) {
  return (
    <span className={`badge ${applies === 'live' ? 'good' : 'amber'}`}>
      {applies === 'live' ? t('now') : t('at the next start')}
    </span>
  );
}
