// SPDX-License-Identifier: Apache-2.0
/**
 * Describes one denial: in a sentence, as a picture from the process to the object, why it was denied, and what can be
 * done. The record itself stands at the end.
 */

import ContentCopy from '@mui/icons-material/ContentCopy';
import Button from '@mui/material/Button';
import { useState, type ReactNode } from 'react';
import type { DenialEvent, DenialGroup } from '../../../../contract/model/denials/denial.ts';
import { outcomeOfGroup } from '../../../../contract/model/denials/group-outcome.ts';
import { explainDenial, outcomeOf } from '../model/denial-reason.ts';
import { recordLines } from '../model/denial-record.ts';
import { eventSentence, type CategoryOwner, type DenialReason } from '../model/denial-sentence.ts';
import { formatExact } from '../../../lib/moments.ts';
import { ContainerName } from '../../containers/container-name.tsx';
import { AccessPicture } from './access-picture.tsx';
import type { MadeChange } from './applied-remedies.ts';
import { ExplanationPanel, type ExplanationView, type RemedyActions } from './explanation-panel.tsx';
import { RecordedText } from './recorded-text.tsx';
import { titleFor } from '../model/denial-tone.ts';
import { reasonLabel } from '../model/reason-labels.ts';
import { Moment } from '../../../ui/time/moment.tsx';
import { RichText } from '../../../ui/rich-text.tsx';
import { Sentence } from '../sentence.tsx';
import { t } from '../../../lib/language/t.ts';
import './denial-detail.css';

interface DenialDetailProps {
  readonly event: DenialEvent;
  readonly group: DenialGroup | undefined;
  /** True when the group is shown, and the event stands for it. */
  readonly isGroup: boolean;
  /** Containers of the group whose denial can be shown instead. */
  readonly choices: readonly string[];
  readonly onChoose: (container: string) => void;
  readonly reason: DenialReason;
  readonly owners: readonly CategoryOwner[];
  /** What the loaded policy says about the group; undefined when nobody asked it. */
  readonly explained: ExplanationView | undefined;
  /** What was applied for it from this window and is in force. */
  readonly applied: MadeChange | undefined;
  readonly actions: RemedyActions;
  readonly now: number;
  /** Says what changed before the group was first seen. */
  readonly precededBy?: ((group: DenialGroup) => ReactNode) | undefined;
}

export function DenialDetail({
  event,
  group,
  isGroup,
  choices,
  onChoose,
  reason,
  owners,
  explained,
  applied,
  actions,
  now,
  precededBy,
}: DenialDetailProps) {
  const explanation = explainDenial(event, reason, owners);
  const outcome = outcomeOf(event);
  return (
    <div className="denial-detail">
      <p className="lead">
        <Sentence parts={eventSentence(event, owners)} />
      </p>
      {choices.length > 1 && (
        <div className="choices" role="group" aria-label={t('Container whose denial is shown')}>
          {choices.map((name) => (
            <button key={name} type="button" aria-pressed={name === event.container} onClick={() => onChoose(name)}>
              <ContainerName name={name} isPlain />
            </button>
          ))}
        </div>
      )}
      <div className="tags">
        <span className={`badge ${event.permissive === true ? 'amber' : 'red'}`}>{outcome.label}</span>
        <span className="muted">{outcome.meaning}</span>
        {isGroup && group !== undefined && outcomeOfGroup(group) === 'both' && (
          <span>
            {t('{notBlocked} of {count} went through while the domain or the host was permissive.', {
              notBlocked: group.notBlocked,
              count: group.count,
            })}
          </span>
        )}
      </div>
      <AccessPicture event={event} owners={owners} verdict={verdictOf(event, explanation.title, explained)} />
      {explained?.status !== 'ready' && applied === undefined && (
        <section className={`explanation ${explanation.tone}`}>
          <h3>{explanation.title}</h3>
          {explanation.sentences.map((sentence) => (
            <p key={sentence}>{sentence}</p>
          ))}
          <p className="mono rule">{explanation.rule}</p>
          <p className="muted">{explanation.advice}</p>
        </section>
      )}
      {explained !== undefined && (
        <ExplanationPanel
          view={explained}
          isPermissive={event.permissive === true}
          applied={applied && { change: applied, deniedAt: deniedAfter(applied, group), now }}
          actions={actions}
        />
      )}
      {group !== undefined && (
        <p className="muted">
          <HowOften group={group} now={now} />{' '}
          {isGroup &&
            group.count > 1 &&
            (choices.length > 1 ? t('The latest of one of them is shown:') : t('The latest is shown:'))}
        </p>
      )}
      {group !== undefined && precededBy?.(group)}
      <dl className="pairs">
        <dt>{t('Time')}</dt>
        <dd>{formatExact(event.time)}</dd>
        <dt>{t('Executable')}</dt>
        <dd className="mono">
          <RecordedText text={event.exe} />
        </dd>
        <dt>{t('System call')}</dt>
        <dd className="mono">{event.syscall ?? <span className="faint">{t('not recorded')}</span>}</dd>
      </dl>
      <RawRecord event={event} />
    </div>
  );
}

/** Gives what the loaded policy says in a few words; what the record alone says while that is not known. */
function verdictOf(event: DenialEvent, fromRecord: string, explained: ExplanationView | undefined): string {
  if (explained?.status !== 'ready') return fromRecord;
  return titleFor(reasonLabel(explained.explanation.reason), event.permissive === true ? 'logged' : 'blocked');
}

/** Gives the time at which the cause was denied again after the change; undefined while it was not. */
function deniedAfter({ madeAt }: MadeChange, group: DenialGroup | undefined): number | undefined {
  return group !== undefined && group.last > madeAt ? group.last : undefined;
}

function HowOften({ group, now }: { readonly group: DenialGroup; readonly now: number }) {
  const { count, first, last, containers } = group;
  const places = containers.length === 0 ? t('no container') : containers.join(', ');
  const lastMoment = <Moment time={last} now={now} />;
  return count === 1 ? (
    <RichText message="Once, in {places}, {last}." values={{ places, last: lastMoment }} />
  ) : (
    <RichText
      message="{count} times, in {places}; first {first}, last {last}."
      values={{ count, places, first: <Moment time={first} now={now} />, last: lastMoment }}
    />
  );
}

function RawRecord({ event }: { readonly event: DenialEvent }) {
  const [isCopied, setCopied] = useState(false);
  const text = recordLines(event).join('\n');
  function handleCopy(): void {
    void navigator.clipboard.writeText(text).then(() => setCopied(true));
  }
  return (
    <section>
      <div className="record-head">
        <h3>{t('Record')}</h3>
        <Button color="inherit" startIcon={<ContentCopy />} onClick={handleCopy}>
          {isCopied ? t('Copied') : t('Copy')}
        </Button>
      </div>
      <pre className="record" tabIndex={0} aria-label={t('Record')}>
        {text}
      </pre>
    </section>
  );
}
