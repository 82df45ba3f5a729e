// SPDX-License-Identifier: Apache-2.0
/** A button that opens a menu of actions. One that cannot be done says why below its name. */

import MoreVert from '@mui/icons-material/MoreVert';
import IconButton from '@mui/material/IconButton';
import { type ReactNode, useState } from 'react';
import type { MenuAction } from './menu-action.ts';
import { createPart } from '../part.tsx';

/** The open menu alone, for a button that is drawn elsewhere. */
export const ActionMenuItems = createPart(async () => (await import('./action-menu-items.tsx')).ActionMenuItems);

interface ActionMenuProps {
  /** Names the button. */
  readonly label: string;
  readonly actions: readonly MenuAction[];
  /** Stands on the button; three dots by default. */
  readonly icon?: ReactNode;
}

export function ActionMenu({ label, actions, icon = <MoreVert /> }: ActionMenuProps) {
  const [anchor, setAnchor] = useState<HTMLElement | undefined>(undefined);
  return (
    <>
      <IconButton
        aria-label={label}
        title={label}
        aria-haspopup="menu"
        onClick={(event) => setAnchor(event.currentTarget)}
      >
        {icon}
      </IconButton>
      {anchor !== undefined && (
        <ActionMenuItems anchor={anchor} actions={actions} onClose={() => setAnchor(undefined)} />
      )}
    </>
  );
}
