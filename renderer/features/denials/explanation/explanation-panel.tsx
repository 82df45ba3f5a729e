// SPDX-License-Identifier: Apache-2.0
/**
 * What the loaded policy says about a denial: the reason, the rule or constraint behind it, and what can be done,
 * narrowest first.
 */

import CircularProgress from '@mui/material/CircularProgress';
import type { Explanation, Remedy } from '../../../../contract/model/denials/explanation.ts';
import { wentThrough } from '../model/denial-reason.ts';
import { titleFor } from '../model/denial-tone.ts';
import { reasonLabel } from '../model/reason-labels.ts';
import { ActionButton } from '../../../ui/actions/action-button.tsx';
import type { MadeChange } from './applied-remedies.ts';
import { RemedyFacts } from './remedy-facts.tsx';
import { Moment } from '../../../ui/time/moment.tsx';
import { RichText } from '../../../ui/rich-text.tsx';
import { SafeText } from '../../../ui/safe-text.tsx';
import { t } from '../../../lib/language/t.ts';
import './explanation-panel.css';

export type ExplanationView =
  | { readonly status: 'loading' }
  | { readonly status: 'ready'; readonly explanation: Explanation }
  | { readonly status: 'failed'; readonly reason: string };

/** What a person can do about a denial; each action still asks. */
export interface RemedyActions {
  /** Applies a remedy that the helper can apply. */
  readonly onApply: (remedy: Remedy) => void;
  /** Takes back the change that was applied last. */
  readonly onUndo: (change: MadeChange) => void;
  /** Gives the container a domain of its own, which a remedy needs first; undefined for a process of the host. */
  readonly onOwnDomain: (() => void) | undefined;
}

interface AppliedRemedy {
  readonly change: MadeChange;
  /** Gives the time of the next denial after the change; undefined while there was none. */
  readonly deniedAt: number | undefined;
  readonly now: number;
}

interface ExplanationPanelProps {
  readonly view: ExplanationView;
  /** True when the access that is shown went through, because the domain or the host is permissive. */
  readonly isPermissive: boolean;
  /** What was applied for this denial and is in force; undefined when nothing was from this window. */
  readonly applied: AppliedRemedy | undefined;
  readonly actions: RemedyActions;
}

export function ExplanationPanel({ view, isPermissive, applied, actions }: ExplanationPanelProps) {
  return (
    <>
      {applied !== undefined && <Applied {...applied} onUndo={actions.onUndo} />}
      <Answer view={view} isPermissive={isPermissive} actions={actions} />
    </>
  );
}

interface AppliedProps extends AppliedRemedy {
  readonly onUndo: (change: MadeChange) => void;
}

function Applied({ change, deniedAt, now, onUndo }: AppliedProps) {
  const when = <Moment time={change.madeAt} now={now} />;
  return (
    <section
      className={`explanation ${deniedAt === undefined ? 'applied' : 'policy'}`}
      aria-label={t('What was applied')}
    >
      <h3>
        {deniedAt === undefined ? (
          <RichText message="Fixed {when}; no denial since" values={{ when }} />
        ) : (
          <RichText
            message="Changed {when}; denied again {denied}"
            values={{ when, denied: <Moment time={deniedAt} now={now} /> }}
          />
        )}
      </h3>
      <p>
        <SafeText text={change.summary} />
      </p>
      {change.cannotUndo === null ? (
        <p>
          <ActionButton label={t('Undo')} variant="outlined" reason={undefined} onAction={() => onUndo(change)} />
        </p>
      ) : (
        <p className="muted">{t('It cannot be undone: {cannotUndo}.', { cannotUndo: change.cannotUndo })}</p>
      )}
    </section>
  );
}

function Answer({ view, isPermissive, actions }: Pick<ExplanationPanelProps, 'view' | 'isPermissive' | 'actions'>) {
  if (view.status === 'loading') {
    return (
      <p className="muted asking" role="status">
        <CircularProgress size={14} />{' '}
        {t('Analysing the loaded policy (the first time after a change takes up to a minute) …')}
      </p>
    );
  }
  if (view.status === 'failed')
    return (
      <p className="muted" role="status">
        {t('The loaded policy was not analysed: {reason}.', { reason: view.reason })}
      </p>
    );
  const { reason, evidence, hasDontauditRule, remedies } = view.explanation;
  const label = reasonLabel(reason);
  return (
    <>
      <section
        className={`explanation ${isPermissive && label.tone === 'isolation' ? 'crossed' : label.tone}`}
        aria-label={t('Why')}
      >
        <h3>{titleFor(label, isPermissive ? 'logged' : 'blocked')}</h3>
        {isPermissive && <p>{wentThrough}</p>}
        <p>
          <SafeText text={label.sentence} />
          {!isPermissive && label.whenStopped !== undefined && ` ${label.whenStopped}`}
        </p>
        {evidence.map(({ text }) => (
          <p className="mono rule" key={text}>
            <SafeText text={text} />
          </p>
        ))}
        {hasDontauditRule && (
          <p className="muted">
            {t('A dontaudit rule usually keeps such denials out of the log: there may have been more.')}
          </p>
        )}
      </section>
      {remedies.length > 0 && (
        <section className="remedies" aria-label={t('What can be done')}>
          <h3>{t('Remedies, narrowest first')}</h3>
          <ol>
            {remedies.map((remedy) => (
              <RemedyItem key={remedy.id} remedy={remedy} actions={actions} />
            ))}
          </ol>
        </section>
      )}
    </>
  );
}

interface RemedyItemProps {
  readonly remedy: Remedy;
  readonly actions: RemedyActions;
}

function RemedyItem({ remedy, actions: { onApply, onOwnDomain } }: RemedyItemProps) {
  const { kind, summary, cannotApply, needs } = remedy;
  if (kind === 'leave')
    return (
      <li>
        <SafeText text={summary} />
      </li>
    );
  return (
    <li>
      <SafeText text={summary} />
      <RemedyFacts remedy={remedy} />
      {cannotApply === null ? (
        <p>
          <ActionButton label={t('Apply')} variant="outlined" reason={undefined} onAction={() => onApply(remedy)} />
        </p>
      ) : (
        <p className="muted">{t('Cannot be applied automatically: {cannotApply}.', { cannotApply })}</p>
      )}
      {needs === 'own-domain' && onOwnDomain !== undefined && (
        <p>
          <ActionButton
            label={t('Give it its own domain…')}
            variant="outlined"
            reason={undefined}
            onAction={onOwnDomain}
          />
        </p>
      )}
    </li>
  );
}
