// SPDX-License-Identifier: Apache-2.0
/** How many containers are in which state. */

import Add from '@mui/icons-material/Add';
import Button from '@mui/material/Button';
import { Panel } from '../../ui/panel.tsx';
import { StateLabel } from '../containers/states/state-label.tsx';
import { formatRoute } from '../../lib/route.ts';
import { useContainerList } from '../containers/context/category-owners.ts';
import { useAreContainersKnown } from './containers-known.ts';
import { openDialog } from '../../window/dialogs.ts';
import { t } from '../../lib/language/t.ts';

const shown = ['running', 'frozen', 'stopped'] as const;

export function StateCounts() {
  const containers = useContainerList();
  const isKnown = useAreContainersKnown();
  const others = containers.filter((container) => !shown.some((state) => state === container.state)).length;
  return (
    <Panel
      title={t('States')}
      actions={isKnown && <span className="muted">{t('{count} in total', { count: containers.length })}</span>}
    >
      <div className="counts">
        {shown.map((state) => (
          <a key={state} href={formatRoute({ page: 'containers', filter: `state:${state}` })}>
            <b>{isKnown ? containers.filter((container) => container.state === state).length : '–'}</b>
            <StateLabel state={state} />
          </a>
        ))}
      </div>
      {isKnown && containers.length === 0 && (
        <Button variant="contained" size="small" startIcon={<Add />} onClick={() => openDialog({ kind: 'create' })}>
          {t('Create the first container')}
        </Button>
      )}
      {containers.length > 0 && (
        <p className="muted small">
          {others === 0 ? t('No container is starting or stopping.') : t('{others} changing state.', { others })}
        </p>
      )}
    </Panel>
  );
}
