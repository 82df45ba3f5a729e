// SPDX-License-Identifier: Apache-2.0
/** What can be done with the terminals of a container, beside their tabs. */

import Add from '@mui/icons-material/Add';
import MonitorOutlined from '@mui/icons-material/MonitorOutlined';
import MoreVert from '@mui/icons-material/MoreVert';
import ShieldOutlined from '@mui/icons-material/ShieldOutlined';
import ViewStream from '@mui/icons-material/ViewStreamOutlined';
import VerticalSplit from '@mui/icons-material/ViewColumnOutlined';
import IconButton from '@mui/material/IconButton';
import { useState } from 'react';
import { ActionButton } from '../../ui/actions/action-button.tsx';
import { ActionMenuItems } from '../../ui/actions/action-menu.tsx';
import type { MenuAction } from '../../ui/actions/menu-action.ts';
import type { TerminalAction } from './terminal-keys.ts';
import { setCopySelection, useTerminalSettings } from './terminal-settings.ts';
import { t } from '../../lib/language/t.ts';

interface TerminalToolsProps {
  /** Why no session can be opened; undefined when one can. */
  readonly reason: string | undefined;
  readonly hasTerminal: boolean;
  readonly areDenialsShown: boolean;
  readonly onOpen: () => void;
  readonly onBoot: () => void;
  readonly onChoose: () => void;
  readonly onAction: (action: TerminalAction) => void;
  readonly onRename: () => void;
  readonly onSave: () => void;
  readonly onDenials: () => void;
}

const icon = { fontSize: 18 } as const;

export function TerminalTools(props: TerminalToolsProps) {
  const { reason, hasTerminal, areDenialsShown, onOpen, onBoot, onChoose, onAction, onDenials } = props;
  const [anchor, setAnchor] = useState<HTMLElement | undefined>(undefined);
  const { fontSize, doesCopySelection } = useTerminalSettings();
  const none = hasTerminal ? undefined : t('No session is open.');
  const actions: readonly MenuAction[] = [
    {
      label: t('New session as another user…'),
      hint: t('With a folder and a command of your choice'),
      reason,
      run: onChoose,
    },
    { label: t('Rename'), hint: t('F2 on its tab'), reason: none, run: props.onRename },
    { label: t('Search'), hint: t('Ctrl+Shift+F'), reason: none, run: () => onAction({ kind: 'search' }) },
    {
      label: t('Save output…'),
      hint: t('All lines that the terminal holds, as text'),
      reason: none,
      run: props.onSave,
    },
    {
      label: t('Larger text'),
      hint: t('Ctrl+Plus, now {fontSize} pixels', { fontSize }),
      reason: none,
      run: () => onAction({ kind: 'size', change: 'larger' }),
    },
    {
      label: t('Smaller text'),
      hint: t('Ctrl+Minus; Ctrl+0 is the normal size'),
      reason: none,
      run: () => onAction({ kind: 'size', change: 'smaller' }),
    },
    {
      label: doesCopySelection ? t('Copy only by key') : t('Copy what is selected'),
      hint: doesCopySelection ? t('Ctrl+Shift+C copies then') : t('At once, in place of what the clipboard has'),
      reason: undefined,
      run: () => setCopySelection(!doesCopySelection),
    },
  ];
  return (
    <div role="group" aria-label={t('Tools')} className="terminal-tools">
      <ActionButton label={t('New session')} isCompact icon={<Add style={icon} />} reason={reason} onAction={onOpen} />
      <ActionButton
        label={t('Boot console')}
        isCompact
        icon={<MonitorOutlined style={icon} />}
        reason={reason}
        onAction={onBoot}
      />
      <ActionButton
        label={t('Split to the right')}
        isCompact
        icon={<VerticalSplit style={icon} />}
        reason={reason ?? none}
        onAction={() => onAction({ kind: 'split-right' })}
      />
      <ActionButton
        label={t('Split below')}
        isCompact
        icon={<ViewStream style={icon} />}
        reason={reason ?? none}
        onAction={() => onAction({ kind: 'split-below' })}
      />
      <ActionButton
        label={areDenialsShown ? t('Hide denials') : t('Denials while this ran')}
        isCompact
        icon={<ShieldOutlined style={icon} />}
        reason={none}
        onAction={onDenials}
      />
      <IconButton
        aria-label={t('More about terminals')}
        aria-haspopup="menu"
        onClick={(event) => setAnchor(event.currentTarget)}
      >
        <MoreVert style={icon} />
      </IconButton>
      {anchor !== undefined && (
        <ActionMenuItems anchor={anchor} actions={actions} onClose={() => setAnchor(undefined)} />
      )}
    </div>
  );
}
