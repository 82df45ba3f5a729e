// SPDX-License-Identifier: Apache-2.0
/** Shows the current process in full, below the table. */

import type { ReactNode } from 'react';
import type { ContainerProcess } from '../../../contract/model/containers/process.ts';
import { describeCommand } from '../../../contract/rules/process-tree.ts';
import { Moment } from '../../ui/time/moment.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { useClock } from '../../window/clock.ts';
import { stateLabels } from './process-labels.ts';
import { t } from '../../lib/language/t.ts';

export function ProcessDetails({ process }: { readonly process: ContainerProcess }) {
  const now = useClock((clock) => clock.now);
  const { pid, innerPid, user, state, comm, startedAt, context, cgroup } = process;
  const facts: readonly (readonly [string, ReactNode])[] = [
    [t('Command'), <SafeText key="command" text={describeCommand(process)} />],
    [t('Name'), <SafeText key="comm" text={comm} />],
    [t('PID'), innerPid === null ? pid : t('{pid}, inside {innerPid}', { pid, innerPid })],
    [
      t('User'),
      user.inside === null ? user.host : t('{user}, on the host {uid}', { user: user.inside, uid: user.host }),
    ],
    [t('State'), stateLabels[state]],
    [t('Started'), <Moment key="started" time={startedAt} now={now} />],
    [t('Context'), context === null ? t('none') : <SafeText key="context" text={context} />],
    [t('cgroup'), cgroup === null ? t('its path is too long') : <SafeText key="cgroup" text={cgroup} />],
  ];
  return (
    <dl className="process-details" aria-label={t('The chosen process')}>
      {facts.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
