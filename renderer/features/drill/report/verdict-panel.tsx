// SPDX-License-Identifier: Apache-2.0
/** The result of a drill in a sentence, how many probes each layer blocked, and on what it ran. */

import { describeVerdict } from '../../../../contract/wording/isolation/describe-verdict.ts';
import {
  drillLayers,
  drillMark,
  drillVerdict,
  hasStopped,
} from '../../../../contract/wording/isolation/drill-marks.ts';
import { drillLayerLabels } from '../../../../contract/wording/isolation/drill-labels.ts';
import type { DrillReport } from '../../../../contract/model/drill.ts';
import { Moment } from '../../../ui/time/moment.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { RichText } from '../../../ui/rich-text.tsx';
import { SafeText } from '../../../ui/safe-text.tsx';
import { formatElapsed } from '../../../lib/moments.ts';
import { useClock } from '../../../window/clock.ts';
import { t } from '../../../lib/language/t.ts';

interface VerdictPanelProps {
  readonly report: DrillReport;
  /** Filters the matrix. */
  readonly onShow: (filter: string) => void;
}

export function VerdictPanel({ report, onShow }: VerdictPanelProps) {
  const now = useClock((state) => state.now);
  const { host, results, summary, startedAt, endedAt, container, isolation, members } = report;
  const stopped = drillLayers
    .map((layer) => ({
      layer,
      by: results.filter((result) => hasStopped(result, layer)),
      alone: results.filter((result) => drillMark(result, layer) === 'alone'),
    }))
    .filter(({ by }) => by.length > 0);
  return (
    <Panel title={t('Result')}>
      <p className={`drill-verdict ${summary.failed === 0 ? 'good' : 'bad'}`}>
        {drillVerdict(results)}
        {summary.failed > 0 && (
          <button type="button" className="drill-link" onClick={() => onShow('result:fail')}>
            {t('show')}
          </button>
        )}
      </p>
      <ul className="drill-layers" aria-label={t('What blocked the probes')}>
        {stopped.map(({ layer, by, alone }) => (
          <li key={layer}>
            <button type="button" className="drill-link" onClick={() => onShow(`layer:${layer}`)}>
              {t('{layer} blocked {count}', { layer: drillLayerLabels[layer], count: by.length })}
            </button>
            {alone.length > 0 && (
              <span className="muted">
                {t('; {count} of these succeeded once it was off', { count: alone.length })}
              </span>
            )}
          </li>
        ))}
      </ul>
      <dl className="pairs">
        {container !== undefined && (
          <>
            <dt>{t('Isolation of')}</dt>
            <dd>
              <RichText
                message="{container}, which is in use: nothing was changed and its confinement stayed in force"
                values={{ container: <SafeText text={container} /> }}
              />
            </dd>
          </>
        )}
        {isolation !== undefined && (
          <>
            <dt>{t('Verdict of the container')}</dt>
            <dd>
              <SafeText text={describeVerdict(isolation, endedAt)} />
            </dd>
          </>
        )}
        {members !== undefined && (
          <>
            <dt>{t('Members')}</dt>
            <dd>
              <RichText
                message="attacker on {first}, victim there and then on {second}; every layer stayed on"
                values={{ first: <SafeText text={members.first} />, second: <SafeText text={members.second} /> }}
              />
            </dd>
          </>
        )}
        <dt>{t('Run')}</dt>
        <dd>
          <RichText
            message="{moment}, took {duration}"
            values={{
              moment: <Moment time={startedAt} now={now} />,
              duration: formatElapsed((endedAt - startedAt) * 1000),
            }}
          />
        </dd>
        <dt>{t('Host')}</dt>
        <dd>
          <RichText
            message="{host}, kernel {kernel}, LXC {lxc}"
            values={{
              host: <SafeText text={host.name} />,
              kernel: <SafeText text={host.kernel} />,
              lxc: host.lxc ?? t('not installed'),
            }}
          />
        </dd>
        <dt>{t('SELinux')}</dt>
        <dd className={host.selinux === 'enforcing' ? undefined : 'drill-breached'}>
          {host.policy === null
            ? host.selinux
            : t('{mode}, policy {policy}', { mode: host.selinux, policy: host.policy })}
        </dd>
        <dt>{t('Report')}</dt>
        <dd className="mono">{report.id}</dd>
      </dl>
    </Panel>
  );
}
