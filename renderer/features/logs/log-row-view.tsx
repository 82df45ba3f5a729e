// SPDX-License-Identifier: Apache-2.0
/** Shows one row of a log. All text of the container's is data; what was looked for is marked in it. */

import GppBad from '@mui/icons-material/GppBadOutlined';
import type { LogLine } from '../../../contract/model/logs/log-line.ts';
import { formatClock, formatExact } from '../../lib/moments.ts';
import { SafeText } from '../../ui/safe-text.tsx';
import { eventKey } from '../denials/denials.ts';
import { openDenial } from '../denials/drawer.ts';
import { type CategoryOwner, eventSentence } from '../denials/model/denial-sentence.ts';
import { Sentence } from '../denials/sentence.tsx';
import type { DenialRow, LineRow, LogRow } from './log-rows.ts';
import { t } from '../../lib/language/t.ts';

interface LogRowViewProps {
  readonly row: LogRow;
  readonly owners: readonly CategoryOwner[];
  /** What is looked for; empty for nothing. */
  readonly search: string;
}

export function LogRowView({ row, owners, search }: LogRowViewProps) {
  return row.kind === 'line' ? <LineView row={row} search={search} /> : <DenialView row={row} owners={owners} />;
}

function LineView({ row: { line, text, isFirst }, search }: { readonly row: LineRow; readonly search: string }) {
  return (
    <>
      {line.time !== null && <span className="log-time">{isFirst && <Time time={line.time} />}</span>}
      {isFirst && line.identifier !== null && (
        <span className="log-program" title={line.unit ?? undefined}>
          <SafeText text={line.identifier} />
          {line.pid !== null && `[${line.pid}]`}
          {': '}
        </span>
      )}
      <span className={toneOf(line)}>
        {search === '' ? <SafeText text={text} /> : <MarkedText text={text} search={search} />}
        {isFirst && line.isCut && (
          <span className="badge" title={t('Only the beginning of this message is shown: it is very long.')}>
            {t('cut')}
          </span>
        )}
      </span>
    </>
  );
}

function DenialView({
  row: { event, count },
  owners,
}: {
  readonly row: DenialRow;
  readonly owners: readonly CategoryOwner[];
}) {
  return (
    <button type="button" className="log-denial" onClick={() => openDenial(eventKey(event))}>
      <span className="log-time">
        <Time time={event.time} />
      </span>
      <GppBad aria-label={t('Denied by SELinux')} />
      <Sentence parts={eventSentence(event, owners)} />
      {count > 1 && <span className="muted">{`${count}×`}</span>}
    </button>
  );
}

function Time({ time }: { readonly time: number }) {
  return <time title={formatExact(time)}>{formatClock(time)}</time>;
}

/** Divides the text where it is what was looked for. */
function MarkedText({ text, search }: { readonly text: string; readonly search: string }) {
  const parts = partsOf(text, search);
  return (
    <>
      {parts.map((part, index) =>
        index % 2 === 0 ? (
          <SafeText key={index} text={part} />
        ) : (
          <mark key={index}>
            <SafeText text={part} />
          </mark>
        ),
      )}
    </>
  );
}

/** What lies between matches, and the matches, in turn. */
function partsOf(text: string, search: string): readonly string[] {
  const lower = text.toLowerCase();
  const wanted = search.toLowerCase();
  // Where the two cases differ in length, places in one are none in the other.
  if (lower.length !== text.length) return [text];
  const parts: string[] = [];
  let from = 0;
  for (let at = lower.indexOf(wanted); at !== -1; at = lower.indexOf(wanted, from)) {
    parts.push(text.slice(from, at), text.slice(at, at + wanted.length));
    from = at + wanted.length;
  }
  return [...parts, text.slice(from)];
}

function toneOf({ priority }: LogLine): string {
  if (priority === null || priority === 5 || priority === 6) return 'log-message';
  if (priority <= 3) return 'log-message error';
  return priority === 4 ? 'log-message warning' : 'log-message debug';
}
