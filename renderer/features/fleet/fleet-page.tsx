// SPDX-License-Identifier: Apache-2.0
/** All hosts on one page: how each stands, then the containers and the causes of all of them, under one filter. */

import Add from '@mui/icons-material/Add';
import Button from '@mui/material/Button';
import { useMemo } from 'react';
import { useWindow } from '../../host/main-process.ts';
import { parseSearch } from '../../../contract/search/search.ts';
import { findSearchProblem } from '../../../contract/search/search-fields.ts';
import { SearchField } from '../../ui/search/search-field.tsx';
import { useCoarseClock } from '../../window/clock.ts';
import { openDialog } from '../../window/dialogs.ts';
import { replaceRoute, useLocation } from '../../window/location.ts';
import { useDenialsSince } from '../denials/denial-span.ts';
import { useHostAlerts } from '../alerts/host-alerts.ts';
import { FleetAlerts } from './fleet-alerts.tsx';
import { FleetCauses } from './fleet-causes.tsx';
import { FleetContainers } from './fleet-containers.tsx';
import { FleetHosts } from './fleet-hosts.tsx';
import { fleetAlerts, fleetCauses, fleetContainers, fleetFields } from './fleet-rows.ts';
import { useHeededHosts } from './heeded-hosts.ts';
import { shellCan } from '../../lib/shell.ts';
import { t } from '../../lib/language/t.ts';
import './fleet.css';

export function FleetPage() {
  const filter = useLocation(({ route }) => (route.page === 'hosts' ? route.filter : ''));
  const hosts = useWindow((state) => state.hosts);
  const byHost = useHeededHosts();
  const now = useCoarseClock(10);
  const terms = useMemo(() => parseSearch(filter), [filter]);
  const since = useDenialsSince();
  const containers = useMemo(
    () => fleetContainers({ hosts, byHost, terms, now, since }),
    [hosts, byHost, terms, now, since],
  );
  const causes = useMemo(() => fleetCauses({ hosts, byHost, terms, since }), [hosts, byHost, terms, since]);
  const alertsOf = useHostAlerts((state) => state.byHost);
  const alerts = useMemo(() => fleetAlerts({ hosts, terms }, alertsOf), [hosts, terms, alertsOf]);
  function handleClear(): void {
    replaceRoute({ page: 'hosts', filter: '' });
  }
  return (
    <div className="page">
      <div className="page-head">
        <h1>{t('All hosts')}</h1>
        <span className="muted">{hosts.length}</span>
        <span style={{ flex: 1 }} />
        <SearchField
          label={t('Filter containers and causes')}
          placeholder="web host:edge state:running"
          value={filter}
          problem={findSearchProblem(filter, fleetFields)}
          fields={fleetFields}
          onChange={(text) => replaceRoute({ page: 'hosts', filter: text })}
        />
        {shellCan('add-hosts') && (
          <Button variant="contained" startIcon={<Add />} onClick={() => openDialog({ kind: 'add-host' })}>
            {t('Add host')}
          </Button>
        )}
      </div>
      <FleetHosts hosts={hosts} />
      <FleetAlerts alerts={alerts} isFiltered={filter !== ''} onClear={handleClear} />
      <FleetCauses causes={causes} isFiltered={filter !== ''} onClear={handleClear} />
      <FleetContainers containers={containers} isFiltered={filter !== ''} onClear={handleClear} />
    </div>
  );
}
