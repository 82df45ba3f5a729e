// SPDX-License-Identifier: Apache-2.0
/** What can be done with the workspace as a whole. */

import Add from '@mui/icons-material/Add';
import Keyboard from '@mui/icons-material/KeyboardOutlined';
import Button from '@mui/material/Button';
import { useState } from 'react';
import { evenLayout, gridOf, panesOf } from '../../lib/pane-layout.ts';
import { ActionButton } from '../../ui/actions/action-button.tsx';
import { FormDialog } from '../../ui/form/form-dialog.tsx';
import { changeLayout, closeAllPanes } from './workspace.ts';
import { t } from '../../lib/language/t.ts';

interface WorkspaceToolsProps {
  readonly panes: number;
  /** Terminals that are open and shown. */
  readonly terminals: number;
  readonly isTypingToAll: boolean;
  /** Why there is no room for another pane. */
  readonly fullReason: string | undefined;
  readonly onTypeToAll: () => void;
  readonly onAdd: () => void;
}

export function WorkspaceTools(props: WorkspaceToolsProps) {
  const { panes, terminals, isTypingToAll, fullReason, onTypeToAll, onAdd } = props;
  const [isClosing, setClosing] = useState(false);
  const alone = panes > 1 ? undefined : t('There is only one pane.');
  return (
    <>
      {panes > 0 && (
        <>
          <ActionButton
            label={t('Type into all')}
            text={t('Type into all')}
            tip={t('What is typed in one terminal goes to all that are shown')}
            icon={<Keyboard />}
            reason={terminals > 1 ? undefined : t('Fewer than two terminals are open and shown.')}
            variant={isTypingToAll ? 'contained' : 'outlined'}
            colour={isTypingToAll ? 'warning' : 'inherit'}
            onAction={onTypeToAll}
          />
          <ActionButton
            label={t('Same size for all')}
            tip={t('In each row and column')}
            reason={alone}
            onAction={() => changeLayout(evenLayout)}
          />
          <ActionButton
            label={t('Arrange in a grid')}
            reason={alone}
            onAction={() => changeLayout((layout) => gridOf(panesOf(layout)) ?? layout)}
          />
          <Button variant="outlined" color="inherit" onClick={() => setClosing(true)}>
            {t('Close all…')}
          </Button>
          <ActionButton
            label={t('Add a pane')}
            icon={<Add />}
            variant="contained"
            colour="primary"
            reason={fullReason}
            onAction={onAdd}
          />
        </>
      )}
      {isClosing && (
        <FormDialog
          title={t('Close all panes?')}
          action={t('Close all')}
          colour="error"
          reason={undefined}
          onAction={closeAllPanes}
          onClose={() => setClosing(false)}
        >
          <p style={{ margin: 0 }}>{t('The sessions of their terminals end, with what runs in them.')}</p>
        </FormDialog>
      )}
    </>
  );
}
