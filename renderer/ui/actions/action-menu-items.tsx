// SPDX-License-Identifier: Apache-2.0
/** The open menu of an `ActionMenu`. */

import Menu from '@mui/material/Menu';
import MenuItem from '@mui/material/MenuItem';
import type { ActionMenuItemsProps } from './menu-action.ts';

export function ActionMenuItems({ anchor, actions, isAtOnce = false, onClose }: ActionMenuItemsProps) {
  return (
    <Menu open anchorEl={anchor} onClose={onClose} {...(isAtOnce && { transitionDuration: 0 })}>
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
            {(reason ?? hint) !== undefined && (
              <span className="muted" style={{ fontSize: 11.5 }}>
                {reason ?? hint}
              </span>
            )}
          </span>
        </MenuItem>
      ))}
    </Menu>
  );
}
