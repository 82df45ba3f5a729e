/** What the loaded policy says about a refusal: the reason, the rule or constraint behind it, and what can be done, narrowest first. */

import CircularProgress from '@mui/material/CircularProgress';
import type { Explanation, Remedy } from '../../contract/model/explanation.ts';
import { reasonWords } from '../model/reason-words.ts';
import { SafeText } from './safe-text.tsx';
import './explanation-panel.css';

export type ExplanationView =
  | { readonly status: 'loading' }
  | { readonly status: 'ready'; readonly explanation: Explanation }
  | { readonly status: 'failed'; readonly reason: string };

export function ExplanationPanel({ view }: { readonly view: ExplanationView }) {
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
          <ol>{remedies.map((remedy) => <RemedyItem key={remedy.id} remedy={remedy} />)}</ol>
        </section>
      )}
    </>
  );
}

const riskWords = { low: 'low risk', medium: 'some risk', high: 'high risk' } as const;
const riskColours = { low: 'good', medium: 'amber', high: 'red' } as const;

function RemedyItem({ remedy }: { readonly remedy: Remedy }) {
  const { kind, summary, change, opens, opensCount, risk, touches, cannotApply } = remedy;
  if (kind === 'leave') return <li><SafeText text={summary} /></li>;
  return (
    <li>
      <SafeText text={summary} />
      {change.map((line) => <pre className="mono change" key={line}><SafeText text={line} /></pre>)}
      <p className="risk">
        <span className={`badge ${riskColours[risk.level]}`}>{riskWords[risk.level]}</span> <span className="muted">{risk.reason}</span>
      </p>
      {touches.length > 0 && <p className="muted">{`Also touches ${touches.join(', ')}.`}</p>}
      {opensCount > 1 && (
        <details>
          <summary>{`Also allows ${opensCount} accesses`}</summary>
          <ul className="mono opens">
            {opens.map(({ source, target, class: className, permissions }) => {
              const text = `${source} → ${target}:${className} { ${permissions.join(' ')} }`;
              return <li key={text}>{text}</li>;
            })}
            {opensCount > opens.length && <li className="muted">{`and ${opensCount - opens.length} more`}</li>}
          </ul>
        </details>
      )}
      {cannotApply !== null && <p className="muted">{`Not done by one click: ${cannotApply}.`}</p>}
    </li>
  );
}
