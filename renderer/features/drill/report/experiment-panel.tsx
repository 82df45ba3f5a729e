// SPDX-License-Identifier: Apache-2.0
/**
 * Compares one request to the attacker's web server with SELinux off and on: what was sent, what came, what the kernel
 * wrote, and the rule.
 */

import type { DrillExchange, DrillExperiment } from '../../../../contract/model/drill.ts';
import { Panel } from '../../../ui/panel.tsx';
import { SafeText } from '../../../ui/safe-text.tsx';
import { t } from '../../../lib/language/t.ts';

interface ExperimentPanelProps {
  readonly experiment: DrillExperiment;
}

const titles: Readonly<Record<string, string>> = {
  'web-include': t('Path traversal through a cookie (vulnerable PHP page)'),
  'web-file': t('A plain request for the same file'),
};

export function ExperimentPanel({ experiment: { probe, without, with: up, record, rule } }: ExperimentPanelProps) {
  const request = (without ?? up)?.request;
  return (
    <Panel title={titles[probe] ?? probe}>
      <h3>{t('Request (the same both times)')}</h3>
      <Lines text={request?.trim() ?? t('Not sent.')} />
      <div className="drill-pair">
        <Answer title={t('SELinux off')} exchange={without} />
        <Answer title={t('SELinux on')} exchange={up} />
      </div>
      <h3>{t('Audit record, SELinux on')}</h3>
      <Lines text={record ?? t('None.')} />
      <h3>{t('Rule')}</h3>
      <Lines text={rule ?? t('None.')} />
    </Panel>
  );
}

function Answer({ title, exchange }: { readonly title: string; readonly exchange: DrillExchange | null }) {
  if (exchange === null)
    return (
      <section aria-label={title}>
        <h3>{title}</h3>
        <p className="muted">{t('Not sent.')}</p>
      </section>
    );
  const hasSecret = /drill-secret-[0-9a-f]+/.test(exchange.answer);
  return (
    <section aria-label={title}>
      <h3>
        {title} <span className="badge">{t('status {status}', { status: exchange.status })}</span>{' '}
        <span className={`badge ${hasSecret ? 'red' : 'good'}`}>
          {hasSecret ? t('the secret is in the response') : t('no secret')}
        </span>
      </h3>
      <Lines text={exchange.answer.trim() === '' ? t('The response is empty.') : exchange.answer.trim()} />
    </section>
  );
}

function Lines({ text }: { readonly text: string }) {
  return (
    <pre className="drill-lines">
      {text.split(/\r?\n/).map((line, index) => (
        <div key={index}>
          {line === ''
            ? '\u00a0'
            : line
                .split(/(drill-secret-[0-9a-f]+)/)
                .map((part, place) =>
                  part.startsWith('drill-secret-') ? (
                    <mark key={place}>{part}</mark>
                  ) : (
                    <SafeText key={place} text={part} />
                  ),
                )}
        </div>
      ))}
    </pre>
  );
}
