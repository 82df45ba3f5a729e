// SPDX-License-Identifier: Apache-2.0
/**
 * Shows the head of a pane: which container of which host it has, what of that is shown, how it is isolated, and what
 * can be done.
 */

import Close from '@mui/icons-material/Close';
import Fullscreen from '@mui/icons-material/Fullscreen';
import FullscreenExit from '@mui/icons-material/FullscreenExit';
import Keyboard from '@mui/icons-material/KeyboardOutlined';
import MoreVert from '@mui/icons-material/MoreVert';
import ViewStream from '@mui/icons-material/ViewStreamOutlined';
import VerticalSplit from '@mui/icons-material/ViewColumnOutlined';
import IconButton from '@mui/material/IconButton';
import { useState } from 'react';
import type { Container } from '../../../contract/model/containers/container.ts';
import { ActionButton } from '../../ui/actions/action-button.tsx';
import { ActionMenuItems } from '../../ui/actions/action-menu.tsx';
import { HueMark, hueColour } from '../../ui/hue-mark.tsx';
import type { MenuAction } from '../../ui/actions/menu-action.ts';
import { StateLabel } from '../containers/states/state-label.tsx';
import { useVerdict } from '../containers/verdict/use-verdict.ts';
import { VerdictSign } from '../containers/verdict/verdict-sign.tsx';
import type { PaneSubject } from './use-pane-subject.ts';
import type { WorkspacePane } from './workspace-pane.ts';
import { t } from '../../lib/language/t.ts';

interface PaneHeadProps {
  readonly pane: WorkspacePane;
  readonly subject: PaneSubject;
  /** What it shows of the container: the name of the session, or of the log. */
  readonly title: string;
  readonly isHostShown: boolean;
  readonly isMaximised: boolean;
  /** What is typed in another pane goes here too. */
  readonly isTypedTo: boolean;
  /** Why it cannot be split. */
  readonly splitReason: string | undefined;
  readonly actions: readonly MenuAction[];
  readonly onSplit: (direction: 'right' | 'below') => void;
  readonly onMaximise: () => void;
  readonly onClose: () => void;
}

const icon = { fontSize: 16 } as const;

export function PaneHead(props: PaneHeadProps) {
  const { pane, subject, title, isHostShown, isMaximised, isTypedTo, splitReason, actions, onSplit } = props;
  const { container: name, hostId } = pane;
  const [anchor, setAnchor] = useState<HTMLElement | undefined>(undefined);
  return (
    <header className="workspace-head" style={{ borderTopColor: hueColour(name) }}>
      <span className="pane-name" title={t('{name} on {host}', { name, host: subject.host })}>
        <HueMark name={name} />
        <strong className="truncate">{name}</strong>
        {isHostShown && <span className="muted truncate">{t('on {host}', { host: subject.host })}</span>}
      </span>
      <bdi className="pane-title muted truncate">{title}</bdi>
      {subject.container !== undefined && !subject.isGone && (
        <PaneState container={subject.container} hostId={hostId} isConnected={subject.isConnected} />
      )}
      {isTypedTo && (
        <span className="badge amber pane-typed" title={t('What is typed in one terminal goes to this one too.')}>
          <Keyboard style={icon} aria-hidden="true" /> <span className="words">{t('typing here too')}</span>
        </span>
      )}
      <span className="grow" />
      <span className="pane-tools">
        <span className="pane-splits">
          <ActionButton
            label={t('Split to the right')}
            isCompact
            icon={<VerticalSplit style={icon} />}
            reason={splitReason}
            onAction={() => onSplit('right')}
          />
          <ActionButton
            label={t('Split below')}
            isCompact
            icon={<ViewStream style={icon} />}
            reason={splitReason}
            onAction={() => onSplit('below')}
          />
        </span>
        <ActionButton
          label={isMaximised ? t('Show all panes') : t('Maximise this pane')}
          isCompact
          icon={isMaximised ? <FullscreenExit style={icon} /> : <Fullscreen style={icon} />}
          reason={undefined}
          onAction={props.onMaximise}
        />
        <IconButton
          aria-label={t('More about this pane')}
          aria-haspopup="menu"
          onClick={(event) => setAnchor(event.currentTarget)}
        >
          <MoreVert style={icon} />
        </IconButton>
        <ActionButton
          label={t('Close this pane')}
          isCompact
          icon={<Close style={icon} />}
          reason={undefined}
          onAction={props.onClose}
        />
      </span>
      {anchor !== undefined && (
        <ActionMenuItems anchor={anchor} actions={actions} onClose={() => setAnchor(undefined)} />
      )}
    </header>
  );
}

interface PaneStateProps {
  readonly container: Container;
  readonly hostId: string;
  readonly isConnected: boolean;
}

/** Shows the state now; nothing is known of a host that is not connected. */
function PaneState({ container, hostId, isConnected }: PaneStateProps) {
  const verdict = useVerdict(container, hostId);
  return (
    <span className="pane-state">
      {isConnected && <StateLabel state={container.state} />}
      <VerdictSign verdict={verdict} />
    </span>
  );
}
