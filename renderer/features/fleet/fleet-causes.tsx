// SPDX-License-Identifier: Apache-2.0
/** The causes of denials of the containers of all hosts, what needs action first. A row opens the cause on its host. */

import { useState } from 'react';
import Button from '@mui/material/Button';
import { Panel } from '../../ui/panel.tsx';
import { Empty, NoMatches } from '../../ui/placeholder.tsx';
import { Moment } from '../../ui/time/moment.tsx';
import { useCoarseClock } from '../../window/clock.ts';
import { formatCount } from '../../lib/units.ts';
import { useSpanName } from '../denials/denial-span.ts';
import { causeHeadings } from '../denials/model/cause-kinds.ts';
import { groupSentence } from '../denials/model/denial-sentence.ts';
import { OutcomeBadge } from '../denials/outcome-badge.tsx';
import { Sentence } from '../denials/sentence.tsx';
import type { FleetCause } from './fleet-rows.ts';
import { useFleet } from './fleet.ts';
import { goToCause } from './go-to-host.ts';
import { t } from '../../lib/language/t.ts';

const step = 8;

interface FleetCausesProps {
  readonly causes: readonly FleetCause[];
  readonly isFiltered: boolean;
  readonly onClear: () => void;
}

export function FleetCauses({ causes, isFiltered, onClear }: FleetCausesProps) {
  const span = useSpanName();
  const [shown, setShown] = useState(step);
  return (
    <Panel
      title={t('Causes of denials of containers in {span}', { span })}
      actions={<span className="muted">{causes.length}</span>}
      isFlush
    >
      {causes.length === 0 && isFiltered && <NoMatches what={t('causes of denials')} onClear={onClear} />}
      {causes.length === 0 && !isFiltered && (
        <Empty title={t('No denials of containers in {span}', { span })}>
          {t(
            'Those of every host that was reached appear here. A host of the list that needs a login is not asked ' +
              'before you go there.',
          )}
        </Empty>
      )}
      <ul className="lines" aria-label={t('Causes of all hosts')}>
        {causes.slice(0, shown).map((cause) => (
          <CauseLine key={`${cause.host.id} ${cause.group.id}`} cause={cause} />
        ))}
      </ul>
      {causes.length > shown && (
        <p style={{ padding: 10 }}>
          <Button variant="outlined" color="inherit" onClick={() => setShown(shown + 5 * step)}>
            {t('Show {step} more of {count}', {
              step: Math.min(5 * step, causes.length - shown),
              count: causes.length,
            })}
          </Button>
        </p>
      )}
    </Panel>
  );
}

function CauseLine({ cause: { host, group, kind } }: { readonly cause: FleetCause }) {
  const containers = useFleet(({ byHost }) => byHost.get(host.id)?.containers);
  const now = useCoarseClock(10);
  return (
    <li>
      <button type="button" onClick={() => void goToCause(host.id, group)}>
        <span className="fleet-host truncate">{host.label}</span>
        <span className="fleet-outcome">
          <OutcomeBadge group={group} />
        </span>
        <span className={kind === 'action' ? 'badge amber' : 'muted'} title={causeHeadings[kind].meaning}>
          {causeHeadings[kind].label}
        </span>
        <span className="grow">
          <Sentence parts={groupSentence(group, [...(containers?.values() ?? [])])} />
        </span>
        <span className="muted">{`${formatCount(group.count)}×`}</span>
        <span className="faint when">
          <Moment time={group.last} now={now} />
        </span>
      </button>
    </li>
  );
}
