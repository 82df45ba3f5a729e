/**
 * One request to the attacker's web server, wall down against wall up: what was sent, what came, what the kernel wrote,
 * and the rule.
 */

import type { DrillExchange, DrillExperiment } from '../../../../contract/model/drill.ts';
import { Panel } from '../../../ui/panel.tsx';
import { SafeText } from '../../../ui/safe-text.tsx';

interface ExperimentPanelProps {
  readonly experiment: DrillExperiment;
}

const titles: Readonly<Record<string, string>> = {
  'web-include': "The paper's request: a page that includes whatever a cookie names",
  'web-file': 'A plain request for the same file',
};

export function ExperimentPanel({ experiment: { probe, without, with: up, record, rule } }: ExperimentPanelProps) {
  const request = (without ?? up)?.request;
  return (
    <Panel title={titles[probe] ?? probe}>
      <h3>The request, the same both times</h3>
      <Lines text={request?.trim() ?? 'It was not sent.'} />
      <div className="drill-pair">
        <Answer title="Wall down" exchange={without} />
        <Answer title="Wall up" exchange={up} />
      </div>
      <h3>The kernel&apos;s record, wall up</h3>
      <Lines text={record ?? 'There is none.'} />
      <h3>The rule</h3>
      <Lines text={rule ?? 'None was found.'} />
    </Panel>
  );
}

function Answer({ title, exchange }: { readonly title: string; readonly exchange: DrillExchange | null }) {
  if (exchange === null)
    return (
      <section aria-label={title}>
        <h3>{title}</h3>
        <p className="muted">It was not sent.</p>
      </section>
    );
  const hasSecret = /drill-secret-[0-9a-f]+/.test(exchange.answer);
  return (
    <section aria-label={title}>
      <h3>
        {title} <span className="badge">{`status ${exchange.status}`}</span>{' '}
        <span className={`badge ${hasSecret ? 'red' : 'good'}`}>
          {hasSecret ? 'the secret is in the answer' : 'no secret'}
        </span>
      </h3>
      <Lines text={exchange.answer.trim() === '' ? 'The answer is empty.' : exchange.answer.trim()} />
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
