// SPDX-License-Identifier: Apache-2.0
/** A button that opens a menu of actions. One that cannot be done says why below its name. */

import MoreVert from '@mui/icons-material/MoreVert';
import IconButton from '@mui/material/IconButton';
import Menu from '@mui/material/Menu';
import MenuItem from '@mui/material/MenuItem';
import { type ReactNode, useState } from 'react';

export interface MenuAction {
  readonly label: string;
  readonly hint: string;
  /** Why it cannot be done; undefined when it can. */
  readonly reason: string | undefined;
  readonly run: () => Promise<void> | void;
}

interface ActionMenuProps {
  /** Names the button. */
  readonly label: string;
  readonly actions: readonly MenuAction[];
  /** On the button; three dots by default. */
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

interface ActionMenuItemsProps {
  readonly anchor: HTMLElement;
  readonly actions: readonly MenuAction[];
  readonly onClose: () => void;
}

/** The open menu alone, for a button that is drawn elsewhere. */
export function ActionMenuItems({ anchor, actions, onClose }: ActionMenuItemsProps) {
  return (
    <Menu open anchorEl={anchor} onClose={onClose}>
      {actions.map(({ label, hint, reason, run }) => (
        <MenuItem
          key={label}
          disabled={reason !== undefined}
          onClick={() => {
            onClose();
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
  );
}
