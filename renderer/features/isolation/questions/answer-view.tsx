// SPDX-License-Identifier: Apache-2.0
/** The answer of the policy: a sentence, then rules, constraints, booleans, containers and types. */

import CircularProgress from '@mui/material/CircularProgress';
import type { PolicyAnswer } from '../../../../contract/model/policy/policy-question.ts';
import { ContainerName } from '../../containers/container-name.tsx';
import { SafeText } from '../../../ui/safe-text.tsx';
import { useQuestions } from '../../policy/policy-questions.ts';
import { t } from '../../../lib/language/t.ts';

const tones: Readonly<Record<PolicyAnswer['verdict'], { readonly label: string; readonly tone: string }>> = {
  // It depends on who asked whether a yes or a no is good news.
  yes: { label: t('Yes'), tone: 'info' },
  no: { label: t('No'), tone: 'info' },
  some: { label: t('List'), tone: '' },
  unknown: { label: t('Unknown'), tone: 'amber' },
};

export function AnswerView() {
  const state = useQuestions(({ answer }) => answer);
  if (state.status === 'none')
    return (
      <p className="answer muted">
        {t('The answer comes from the loaded policy. Nothing is tried and nothing is changed.')}
      </p>
    );
  if (state.status === 'asking') {
    return (
      <p className="answer muted asking" role="status">
        <CircularProgress size={14} />{' '}
        {t('Analysing the loaded policy (the first time after a change takes up to a minute) …')}
      </p>
    );
  }
  if (state.status === 'failed')
    return (
      <p className="answer muted" role="alert">
        {state.reason}
      </p>
    );
  return <Answer answer={state.answer} />;
}

function Answer({ answer }: { readonly answer: PolicyAnswer }) {
  const { verdict, sentence, source, target, grants, denials, booleans, containers, accesses, accessCount, remarks } =
    answer;
  const { label, tone } = tones[verdict];
  return (
    <section className="answer" aria-label={t('Answer')} aria-live="polite">
      <p className="answer-sentence">
        <span className={`badge ${tone}`}>{label}</span> <SafeText text={sentence} />
      </p>
      {(source ?? target) !== null && (
        <p className="mono muted">{[source, target].filter((context) => context !== null).join('  →  ')}</p>
      )}
      <Lines title={t('Denied by')} lines={denials} />
      <Lines title={t('Allowed by')} lines={grants} />
      <Lines
        title={t('Booleans that change this')}
        lines={booleans.map(({ name, value, allows }) => {
          const command = ['setsebool', name, value ? 'on' : 'off'].join(' ');
          return allows ? t('{command} allows it', { command }) : t('{command} denies it', { command });
        })}
      />
      {containers.length > 0 && (
        <>
          <h3>{t('Containers')}</h3>
          <ul className="answer-containers">
            {containers.map(({ name, isAllowed, reason }) => (
              <li key={name}>
                <span className={`badge ${isAllowed ? 'amber' : 'good'}`}>{isAllowed ? t('may') : t('may not')}</span>{' '}
                <ContainerName name={name} tab="security" /> <span className="muted">{reason}</span>
              </li>
            ))}
          </ul>
        </>
      )}
      {accesses.length > 0 && (
        <details>
          <summary>{t('{accessCount, plural, one {# access} other {# accesses}}', { accessCount })}</summary>
          <ul className="mono answer-accesses">
            {accesses.map(({ source: from, target: to, class: className, permissions }) => (
              <li key={`${from} ${to}`}>{`${from} → ${to}:${className} { ${permissions.join(' ')} }`}</li>
            ))}
            {accessCount > accesses.length && (
              <li className="muted">{t('and {count} more', { count: accessCount - accesses.length })}</li>
            )}
          </ul>
        </details>
      )}
      {remarks.map((remark) => (
        <p className="muted" key={remark}>
          <SafeText text={remark} />
        </p>
      ))}
    </section>
  );
}

function Lines({ title, lines }: { readonly title: string; readonly lines: readonly string[] }) {
  if (lines.length === 0) return null;
  return (
    <>
      <h3>{title}</h3>
      {lines.map((line) => (
        <p className="mono rule" key={line}>
          <SafeText text={line} />
        </p>
      ))}
    </>
  );
}
