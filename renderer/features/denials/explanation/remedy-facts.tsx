// SPDX-License-Identifier: Apache-2.0
/**
 * What a remedy would do, before it does: the exact change, how dangerous it is and why, who else is touched, what it
 * allows and takes away.
 */

import type { Opening, Remedy } from '../../../../contract/model/denials/explanation.ts';
import { reachLabels } from './remedy-labels.ts';
import { riskLabels } from '../../policy/risk-labels.ts';
import { SafeText } from '../../../ui/safe-text.tsx';
import { t } from '../../../lib/language/t.ts';
import './explanation-panel.css';

interface RemedyFactsProps {
  readonly remedy: Remedy;
  /** Shows what else it allows without being asked. */
  readonly isOpen?: boolean;
}

export function RemedyFacts({ remedy, isOpen = false }: RemedyFactsProps) {
  const { change, reach, opens, opensCount, loses, losesCount, risk, touches } = remedy;
  const { label, tone } = riskLabels[risk.level];
  return (
    <>
      {change.map((line) => (
        <pre className="mono change" key={line}>
          <SafeText text={line} />
        </pre>
      ))}
      <p className="risk">
        <span className={`badge ${tone}`}>{label}</span> <span className="badge">{reachLabels[reach]}</span>{' '}
        <span className="muted">{risk.reason}</span>
      </p>
      {touches.length > 0 && (
        <p className="touches muted">{t('Also affects {touches}.', { touches: touches.join(', ') })}</p>
      )}
      {opensCount > 1 && (
        <Accesses
          title={t('Allows {opensCount, plural, one {# permission} other {# permissions}}', { opensCount })}
          accesses={opens}
          count={opensCount}
          isOpen={isOpen}
        />
      )}
      {losesCount > 0 && (
        <Accesses
          title={t('Removes {losesCount, plural, one {# permission} other {# permissions}}', { losesCount })}
          accesses={loses}
          count={losesCount}
          isOpen={isOpen}
        />
      )}
    </>
  );
}

interface AccessesProps {
  readonly title: string;
  /** Lists the first of the accesses. */
  readonly accesses: readonly Opening[];
  readonly count: number;
  readonly isOpen: boolean;
}

function Accesses({ title, accesses, count, isOpen }: AccessesProps) {
  return (
    <details open={isOpen}>
      <summary>{title}</summary>
      <ul className="mono opens">
        {accesses.map(({ source, target, class: className, permissions }) => {
          const text = `${source} → ${target}:${className} { ${permissions.join(' ')} }`;
          return <li key={text}>{text}</li>;
        })}
        {count > accesses.length && (
          <li className="muted">{t('and {count} more', { count: count - accesses.length })}</li>
        )}
      </ul>
    </details>
  );
}
