/** What the loaded policy says about a refusal: the reason, the rule or constraint behind it, and what can be done, narrowest first. */

import CircularProgress from '@mui/material/CircularProgress';
import type { Explanation, Remedy } from '../../contract/model/explanation.ts';
import { reasonWords } from '../model/reason-words.ts';
import { ActButton } from './act-button.tsx';
import { RemedyFacts } from './remedy-facts.tsx';
import { SafeText } from './safe-text.tsx';
import './explanation-panel.css';

export type ExplanationView =
  | { readonly status: 'loading' }
  | { readonly status: 'ready'; readonly explanation: Explanation }
  | { readonly status: 'failed'; readonly reason: string };

interface ExplanationPanelProps {
  readonly view: ExplanationView;
  /** Called with a remedy that the helper can apply; it still asks. */
  readonly onApply: (remedy: Remedy) => void;
}

export function ExplanationPanel({ view, onApply }: ExplanationPanelProps) {
  if (view.status === 'loading') {
    return (
      <p className="muted asking" role="status">
        <CircularProgress size={14} /> Asking the loaded policy. The first question after a change of the policy takes a few seconds.
      </p>
    );
  }
  if (view.status === 'failed') return <p className="muted" role="status">{`The loaded policy was not asked: ${view.reason}`}</p>;
  const { reason, evidence, isUsuallyHidden, remedies } = view.explanation;
  const { title, tone, sentence } = reasonWords(reason);
  return (
    <>
      <section className={`explanation ${tone}`} aria-label="Why">
        <h3>{title}</h3>
        <p><SafeText text={sentence} /></p>
        {evidence.map(({ text }) => <p className="mono rule" key={text}><SafeText text={text} /></p>)}
        {isUsuallyHidden && <p className="muted">The policy hides such refusals (dontaudit): there may have been more than were logged.</p>}
      </section>
      {remedies.length > 0 && (
        <section className="remedies" aria-label="What can be done">
          <h3>What can be done, narrowest first</h3>
          <ol>{remedies.map((remedy) => <RemedyItem key={remedy.id} remedy={remedy} onApply={onApply} />)}</ol>
        </section>
      )}
    </>
  );
}

interface RemedyItemProps {
  readonly remedy: Remedy;
  readonly onApply: (remedy: Remedy) => void;
}

function RemedyItem({ remedy, onApply }: RemedyItemProps) {
  const { kind, summary, cannotApply } = remedy;
  if (kind === 'leave') return <li><SafeText text={summary} /></li>;
  return (
    <li>
      <SafeText text={summary} />
      <RemedyFacts remedy={remedy} />
      {cannotApply === null ? (
        <p><ActButton label="Apply" variant="outlined" reason={undefined} onAct={() => onApply(remedy)} /></p>
      ) : (
        <p className="muted">{`Not done by one click: ${cannotApply}.`}</p>
      )}
    </li>
  );
}
