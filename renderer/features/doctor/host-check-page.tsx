// SPDX-License-Identifier: Apache-2.0
/** What the host needs, and what it lacks; while its helper is not reached, what this machine knows about that. */

import Refresh from '@mui/icons-material/Refresh';
import Save from '@mui/icons-material/SaveAlt';
import Button from '@mui/material/Button';
import { formatRoute } from '../../lib/route.ts';
import { ActionButton } from '../../ui/actions/action-button.tsx';
import { Moment } from '../../ui/time/moment.tsx';
import { RichText } from '../../ui/rich-text.tsx';
import { useConnection } from '../../host/connection.ts';
import { openDialog } from '../../window/dialogs.ts';
import { useClock } from '../../window/clock.ts';
import { CheckPanels } from './check-panels.tsx';
import { checkSourceOf, runHostCheck, useDoctor } from './doctor-store.ts';
import { useFreshChecks } from './fresh-checks.ts';
import { t } from '../../lib/language/t.ts';
import './doctor.css';

export function HostCheckPage() {
  useFreshChecks();
  const { checks, checkedAt, isUnderWay, source } = useDoctor();
  const now = useClock((state) => state.now);
  const canAsk = useConnection(({ connection }) => checkSourceOf(connection) !== undefined);
  const isFromHere = source === 'lost' || source === 'denied';
  return (
    <div className="page">
      <div className="page-head">
        <h1>{t('Host check')}</h1>
        {checks !== undefined && (
          <span className="muted" role="status">
            <RichText
              message={
                '{state, select, running {Checking again, last checked {at}} other {Checked {at}}}{from, select, ' +
                'here { from this machine: the helper is not reached} other {}}'
              }
              values={{
                state: isUnderWay ? 'running' : 'done',
                from: isFromHere ? 'here' : 'host',
                at: <Moment time={checkedAt} now={now} />,
              }}
            />
          </span>
        )}
        <span style={{ flex: 1 }} />
        <Button color="inherit" href={formatRoute({ page: 'getting-started' })}>
          {t('Getting started')}
        </Button>
        <Button
          color="inherit"
          variant="outlined"
          startIcon={<Save />}
          onClick={() => openDialog({ kind: 'host-report' })}
        >
          {t('Save report…')}
        </Button>
        <ActionButton
          label={t('Check again')}
          icon={<Refresh />}
          variant="outlined"
          reason={canAsk ? undefined : t('Connecting to the host.')}
          onAction={() => void runHostCheck()}
        />
      </div>
      <CheckPanels />
    </div>
  );
}
