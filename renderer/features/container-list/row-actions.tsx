// SPDX-License-Identifier: Apache-2.0
/** What can be done to the container of a row. */

import DeleteOutline from '@mui/icons-material/DeleteOutlined';
import PlayArrow from '@mui/icons-material/PlayArrow';
import Stop from '@mui/icons-material/Stop';
import Terminal from '@mui/icons-material/Terminal';
import type { Container } from '../../../contract/model/containers/container.ts';
import { ActionButton } from '../../ui/action-button.tsx';
import { whyNot } from '../containers/action-reasons.ts';
import { startContainer, stopContainer } from '../containers/container-actions.ts';
import { openDialog } from '../../window/dialogs.ts';
import { navigate } from '../../window/location.ts';

interface RowActionsProps {
  readonly container: Container;
  readonly isConnected: boolean;
  readonly busy: string | undefined;
}

export function RowActions({ container, isConnected, busy }: RowActionsProps) {
  const { name } = container;
  const context = { isConnected, busy };
  return (
    <>
      <ActionButton
        label="Open terminal"
        isCompact
        icon={<Terminal />}
        reason={whyNot('terminal', container, context)}
        onAction={() => navigate({ page: 'container', name, tab: 'terminal' })}
      />
      <ActionButton
        label="Start"
        isCompact
        icon={<PlayArrow />}
        reason={whyNot('start', container, context)}
        onAction={() => void startContainer(name)}
      />
      <ActionButton
        label="Stop"
        isCompact
        icon={<Stop />}
        reason={whyNot('stop', container, context)}
        onAction={() => void stopContainer(name, { force: false })}
      />
      <ActionButton
        label="Remove"
        isCompact
        icon={<DeleteOutline />}
        reason={whyNot('remove', container, context)}
        onAction={() => openDialog({ kind: 'remove', names: [name] })}
      />
    </>
  );
}
