// SPDX-License-Identifier: Apache-2.0
/** Denials one by one as a table; a row opens its denial. */

import type { DenialEvent } from '../../../../contract/model/denials/denial.ts';
import { eventSentence, type CategoryOwner } from '../model/denial-sentence.ts';
import { formatClock, formatExact } from '../../../lib/moments.ts';
import { outcomeOf } from '../model/denial-reason.ts';
import { ContainerName } from '../../containers/container-name.tsx';
import { SafeText } from '../../../ui/safe-text.tsx';
import { Sentence } from '../sentence.tsx';
import { byLanguage, t } from '../../../lib/language/t.ts';

interface DenialEventTableProps {
  readonly rows: readonly { readonly key: string; readonly event: DenialEvent }[];
  readonly owners: readonly CategoryOwner[];
  readonly now: number;
  readonly openKey: string | undefined;
  readonly onOpen: (key: string) => void;
}

export function DenialEventTable({ rows, owners, openKey, onOpen }: DenialEventTableProps) {
  return (
    <div className="table-scroll events">
      <table className="table" aria-label={t('Denials')} style={{ tableLayout: 'fixed' }}>
        <thead>
          <tr>
            <th style={{ width: 84 }}>{t('Time')}</th>
            <th style={{ width: byLanguage({ en: 96, de: 118 }) }}>{t('Outcome')}</th>
            <th style={{ width: 130 }}>{t('Container')}</th>
            <th>{t('Access')}</th>
            <th className="path" style={{ width: '34%' }}>
              {t('Path')}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, event }) => (
            <tr
              key={key}
              className={key === openKey ? 'is-open' : ''}
              style={{ cursor: 'pointer' }}
              onClick={() => onOpen(key)}
            >
              <td title={formatExact(event.time)}>{formatClock(event.time)}</td>
              <td>
                <span className={`badge ${event.permissive === true ? 'amber' : 'red'}`}>{outcomeOf(event).word}</span>
              </td>
              <td className="truncate">
                {event.container === null ? (
                  <span className="muted">{t('the host')}</span>
                ) : (
                  <ContainerName name={event.container} isPlain />
                )}
              </td>
              <td className="event-words">
                <button type="button" className="plain-button" onClick={() => onOpen(key)}>
                  <Sentence parts={eventSentence(event, owners, { isPlaceShown: true })} />
                </button>
              </td>
              <td className="path truncate mono">
                {pathOf(event) === undefined ? (
                  <span className="faint">{t('none')}</span>
                ) : (
                  <SafeText text={pathOf(event) ?? ''} />
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Where the record has no path, it has at least the name of the file. */
function pathOf({ path, name }: DenialEvent): string | undefined {
  return path ?? name ?? undefined;
}
