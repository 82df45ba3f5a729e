/** What a remedy would do, before it does: the exact change, how dangerous it is and why, who else is touched, what else it allows. */

import type { Remedy } from '../../contract/model/explanation.ts';
import { SafeText } from './safe-text.tsx';
import './explanation-panel.css';

const riskWords = { low: 'low risk', medium: 'some risk', high: 'high risk' } as const;
const riskColours = { low: 'good', medium: 'amber', high: 'red' } as const;

interface RemedyFactsProps {
  readonly remedy: Remedy;
  /** Shows what else it allows without being asked. */
  readonly isOpen?: boolean;
}

export function RemedyFacts({ remedy, isOpen = false }: RemedyFactsProps) {
  const { change, opens, opensCount, risk, touches } = remedy;
  return (
    <>
      {change.map((line) => <pre className="mono change" key={line}><SafeText text={line} /></pre>)}
      <p className="risk">
        <span className={`badge ${riskColours[risk.level]}`}>{riskWords[risk.level]}</span> <span className="muted">{risk.reason}</span>
      </p>
      {touches.length > 0 && <p className="muted">{`Also touches ${touches.join(', ')}.`}</p>}
      {opensCount > 1 && (
        <details open={isOpen}>
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
    </>
  );
}
