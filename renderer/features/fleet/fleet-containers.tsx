// SPDX-License-Identifier: Apache-2.0
/** The containers of all hosts. A row leads to the container's page on its host. */

import { useState } from 'react';
import Button from '@mui/material/Button';
import { useHostView } from '../../host/host-status.ts';
import { Panel } from '../../ui/panel.tsx';
import { Empty, NoMatches } from '../../ui/placeholder.tsx';
import { forgetVerdict } from '../../../contract/model/isolation/verdict.ts';
import { VerdictSign } from '../containers/verdict/verdict-sign.tsx';
import { ContainerName } from '../containers/container-name.tsx';
import { shownAddresses } from '../../../contract/search/shown-addresses.ts';
import { StateLabel } from '../containers/states/state-label.tsx';
import type { FleetContainer } from './fleet-rows.ts';
import { goToHost } from './go-to-host.ts';
import { t } from '../../lib/language/t.ts';

/** Rows drawn at once; more when they are asked for. */
const step = 200;

interface FleetContainersProps {
  readonly containers: readonly FleetContainer[];
  readonly isFiltered: boolean;
  readonly onClear: () => void;
}

export function FleetContainers({ containers, isFiltered, onClear }: FleetContainersProps) {
  const [shown, setShown] = useState(step);
  return (
    <Panel title={t('Containers')} actions={<span className="muted">{containers.length}</span>} isFlush>
      {containers.length === 0 && isFiltered && <NoMatches what={t('containers')} onClear={onClear} />}
      {containers.length === 0 && !isFiltered && (
        <Empty title={t('No containers on the hosts that were reached')}>
          {t('Go to a host to create one there, or add a host that has some.')}
        </Empty>
      )}
      {containers.length > 0 && (
        <div className="table-scroll">
          <table className="table fleet-table" aria-label={t('Containers of all hosts')}>
            <thead>
              <tr>
                <th>{t('Container')}</th>
                <th>{t('Host')}</th>
                <th>{t('State')}</th>
                <th>{t('Isolation')}</th>
                <th>{t('Address')}</th>
                <th className="number" title={t('Causes of denials that name it and need action')}>
                  {t('Causes')}
                </th>
              </tr>
            </thead>
            <tbody>
              {containers.slice(0, shown).map((row) => (
                <ContainerLine key={`${row.host.id} ${row.container.name}`} row={row} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {containers.length > shown && (
        <p style={{ padding: 10 }}>
          <Button variant="outlined" color="inherit" onClick={() => setShown(shown + step)}>
            {t('Show {step} more of {count}', {
              step: Math.min(step, containers.length - shown),
              count: containers.length,
            })}
          </Button>
        </p>
      )}
    </Panel>
  );
}

function ContainerLine({ row }: { readonly row: FleetContainer }) {
  const { host, container, causes } = row;
  const isHeard = useHostView(host).status === 'connected';
  return (
    <tr className={isHeard ? '' : 'stale'}>
      <td>
        <button
          type="button"
          className="link"
          onClick={() => goToHost(host.id, { page: 'container', name: container.name, tab: 'overview' })}
        >
          <ContainerName name={container.name} isPlain />
        </button>
      </td>
      <td>{host.label}</td>
      <td>
        <StateLabel state={container.state} />
      </td>
      <td>
        <VerdictSign verdict={isHeard ? container.isolation : forgetVerdict(container.isolation)} />
      </td>
      <td className="mono">{shownAddresses(container)[0] ?? <span className="faint">–</span>}</td>
      <td className="number">{causes}</td>
    </tr>
  );
}
