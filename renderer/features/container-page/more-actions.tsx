// SPDX-License-Identifier: Apache-2.0
/** The rarer actions, in a menu. One that cannot be done says why below its name. */

import MoreVert from '@mui/icons-material/MoreVert';
import IconButton from '@mui/material/IconButton';
import Menu from '@mui/material/Menu';
import MenuItem from '@mui/material/MenuItem';
import { useState } from 'react';
import type { Container } from '../../../contract/model/containers/container.ts';
import { whyNot } from '../containers/action-reasons.ts';
import {
  freezeContainer,
  restartContainer,
  stopContainer,
  unfreezeContainer,
} from '../containers/container-actions.ts';
import { openDialog } from '../../window/dialogs.ts';
import { drillSubject } from '../drill/drill-store.ts';
import { operationOn, useOperations } from '../../host/operations.ts';

interface MenuAction {
  readonly label: string;
  readonly hint: string;
  readonly reason: string | undefined;
  readonly run: () => Promise<void> | void;
}

interface MoreActionsProps {
  readonly container: Container;
  readonly isConnected: boolean;
  readonly busy: string | undefined;
}

export function MoreActions({ container, isConnected, busy }: MoreActionsProps) {
  const [anchor, setAnchor] = useState<HTMLElement | undefined>(undefined);
  const { name } = container;
  const context = { isConnected, busy };
  const drill =
    useOperations(operationOn(drillSubject)) === undefined
      ? undefined
      : 'A drill is running. Wait until it has ended, or cancel it.';
  const isFrozen = container.state === 'frozen';
  const actions: readonly MenuAction[] = [
    {
      label: 'Restart',
      hint: 'Shut down, then start again',
      reason: whyNot('restart', container, context),
      run: () => restartContainer(name),
    },
    isFrozen
      ? {
          label: 'Unfreeze',
          hint: 'Resume all processes',
          reason: whyNot('freeze', container, context),
          run: () => unfreezeContainer(name),
        }
      : {
          label: 'Freeze',
          hint: 'Pause all processes; memory is kept',
          reason: whyNot('freeze', container, context),
          run: () => freezeContainer(name),
        },
    {
      label: 'Test isolation…',
      hint: 'Harmless attacks from another container and from inside',
      reason: drill ?? whyNot('drill', container, context),
      run: () => openDialog({ kind: 'container-drill', name }),
    },
    {
      label: 'Kill',
      hint: 'Stop immediately; unsaved work is lost',
      reason: whyNot('stop', container, context),
      run: () => stopContainer(name, { force: true }),
    },
  ];
  return (
    <>
      <IconButton aria-label="More actions" aria-haspopup="menu" onClick={(event) => setAnchor(event.currentTarget)}>
        <MoreVert />
      </IconButton>
      <Menu open={anchor !== undefined} anchorEl={anchor ?? null} onClose={() => setAnchor(undefined)}>
        {actions.map(({ label, hint, reason, run }) => (
          <MenuItem
            key={label}
            disabled={reason !== undefined}
            onClick={() => {
              setAnchor(undefined);
              void run();
            }}
          >
            <span style={{ display: 'grid' }}>
              {label}
              <span className="muted" style={{ fontSize: 11.5 }}>
                {reason ?? hint}
              </span>
            </span>
          </MenuItem>
        ))}
      </Menu>
    </>
  );
}
