// SPDX-License-Identifier: Apache-2.0
/** What a source would change, or what is wrong with it. */

import { describeCounts, describeUsage } from '../../../contract/wording/policy/describe-counts.ts';
import { describeOpenedChannel } from '../../../contract/wording/policy/describe-proof.ts';
import type { Opening } from '../../../contract/model/denials/explanation.ts';
import type { AccessUsage, ModulePreview } from '../../../contract/model/policy/policy-module.ts';
import { Panel } from '../../ui/panel.tsx';
import { ReplayResult } from './replay-result.tsx';
import { riskLabels } from './risk-labels.ts';
import { t } from '../../lib/language/t.ts';

export function PreviewResult({ preview }: { readonly preview: ModulePreview }) {
  const { problems, added, addedCount, removed, removedCount, risk, counts, usage, channels = [], replay } = preview;
  if (problems.length > 0) {
    return (
      <Panel title={t('The module cannot be installed')}>
        <ul className="policy-problems" role="alert">
          {problems.map(({ line, problem }) => (
            <li key={`${line ?? 0} ${problem}`}>
              {line !== null && <span className="mono">{t('line {line}:', { line })} </span>}
              {problem}
            </li>
          ))}
        </ul>
      </Panel>
    );
  }
  const counted = describeCounts(counts);
  return (
    <Panel
      title={t('Changes')}
      actions={<span className={`badge ${riskLabels[risk.level].tone}`}>{riskLabels[risk.level].label}</span>}
    >
      <p>{addedCount + removedCount === 0 ? t('None: it allows the same as now.') : risk.reason}</p>
      <Openings mark="+" openings={added} count={addedCount} />
      <Openings mark="−" openings={removed} count={removedCount} />
      {channels.length > 0 && (
        <ul className="policy-problems" role="alert" aria-label={t('Channels that it opens')}>
          {channels.map((channel, place) => (
            <li key={place}>{describeOpenedChannel(channel)}</li>
          ))}
        </ul>
      )}
      {replay !== undefined && <ReplayResult replay={replay} />}
      {counted !== undefined && <p className="muted">{counted}</p>}
      {usage === null ? (
        <p className="muted">{t('What of it the container uses is known once it has learned.')}</p>
      ) : (
        <Usage usage={usage} />
      )}
    </Panel>
  );
}

function Usage({ usage }: { readonly usage: AccessUsage }) {
  const { surplus } = usage;
  return (
    <>
      <p className="muted">
        {describeUsage(t('Beyond what every container has while it learns, it would have'), usage)}
      </p>
      {surplus.length > 0 && (
        <details>
          <summary>{t('What it has not used ({count})', { count: surplus.length })}</summary>
          <ul className="policy-openings mono">
            {surplus.map(({ target, class: className, permissions }) => (
              <li
                key={`${target} ${className}`}
                className="muted"
              >{`${target}:${className} { ${permissions.join(' ')} }`}</li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

function Openings({
  mark,
  openings,
  count,
}: {
  readonly mark: string;
  readonly openings: readonly Opening[];
  readonly count: number;
}) {
  if (count === 0) return null;
  return (
    <ul className="policy-openings mono">
      {openings.map(({ target, class: className, permissions }) => (
        <li
          key={`${target} ${className}`}
          className={mark === '+' ? 'added' : 'removed'}
        >{`${mark} ${target}:${className} { ${permissions.join(' ')} }`}</li>
      ))}
      {count > openings.length && (
        <li className="muted">{t('and {count} more', { count: count - openings.length })}</li>
      )}
    </ul>
  );
}
