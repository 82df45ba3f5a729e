// SPDX-License-Identifier: Apache-2.0
/** Asks what another pane shows: a terminal or a log, of which container of all connected hosts. */

import { Command } from 'cmdk';
import Dialog from '@mui/material/Dialog';
import ToggleButton from '@mui/material/ToggleButton';
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup';
import { useState } from 'react';
import type { Container } from '../../../contract/model/containers/container.ts';
import { useIsConnected, useShownHostId } from '../../host/connection.ts';
import { useWindow } from '../../host/main-process.ts';
import { HueMark } from '../../ui/hue-mark.tsx';
import { whyNot } from '../containers/states/action-reasons.ts';
import { useContainerList } from '../containers/context/category-owners.ts';
import { StateLabel } from '../containers/states/state-label.tsx';
import { containersElsewhere } from '../fleet/fleet-rows.ts';
import { useFleet } from '../fleet/fleet.ts';
import type { PaneKind } from './wanted-panes.ts';
import { addPanes } from './workspace.ts';
import { t } from '../../lib/language/t.ts';

interface AddPaneDialogProps {
  readonly onClose: () => void;
}

interface Candidate {
  readonly hostId: string;
  readonly host: string;
  readonly container: Container;
}

export function AddPaneDialog({ onClose }: AddPaneDialogProps) {
  const [kind, setKind] = useState<PaneKind>('terminal');
  const candidates = useCandidates();
  const isConnected = useIsConnected();
  const shown = useShownHostId();

  function handleChoose({ hostId, container }: Candidate): void {
    onClose();
    addPanes([{ hostId, container: container.name, kind }]);
  }

  return (
    <Dialog
      open
      onClose={onClose}
      maxWidth="sm"
      fullWidth
      slotProps={{ paper: { 'aria-label': t('Add a pane'), style: { alignSelf: 'flex-start', marginTop: 90 } } }}
    >
      <div className="add-pane-kind">
        <strong>{t('Add a pane')}</strong>
        <ToggleButtonGroup
          exclusive
          size="small"
          value={kind}
          aria-label={t('What it shows')}
          onChange={(_, next: PaneKind | null) => setKind(next ?? kind)}
        >
          <ToggleButton value="terminal">{t('Terminal')}</ToggleButton>
          <ToggleButton value="log">{t('Log')}</ToggleButton>
        </ToggleButtonGroup>
      </div>
      <Command label={t('Add a pane')} loop>
        <Command.Input autoFocus placeholder={t('Search containers of all hosts')} />
        <Command.List>
          <Command.Empty>{t('No matches')}</Command.Empty>
          {candidates.map((candidate) => {
            const { hostId, host, container } = candidate;
            const context = { isConnected: hostId !== shown || isConnected, busy: undefined };
            const reason = kind === 'terminal' ? whyNot('terminal', container, context) : undefined;
            return (
              <Command.Item
                key={`${hostId} ${container.name}`}
                value={`${container.name} ${host} ${hostId}`}
                disabled={reason !== undefined}
                onSelect={() => handleChoose(candidate)}
              >
                <span className="palette-label">
                  <HueMark name={container.name} /> {container.name}{' '}
                  {hostId !== shown && <span className="muted">{t('on {host}', { host })}</span>}{' '}
                  {reason !== undefined && <span className="muted">{reason}</span>}
                </span>
                <StateLabel state={container.state} />
              </Command.Item>
            );
          })}
        </Command.List>
      </Command>
    </Dialog>
  );
}

/** Gives the containers that may have a pane, those of the shown host first. */
function useCandidates(): readonly Candidate[] {
  const { hosts } = useWindow();
  const shown = useShownHostId() ?? '';
  const own = useContainerList();
  const byHost = useFleet((state) => state.byHost);
  const label = hosts.find(({ id }) => id === shown)?.label ?? shown;
  return [
    ...own.map((container) => ({ hostId: shown, host: label, container })),
    ...containersElsewhere(shown, { hosts, byHost, terms: [], now: 0, since: Infinity }).map(({ host, container }) => ({
      hostId: host.id,
      host: host.label,
      container,
    })),
  ];
}
