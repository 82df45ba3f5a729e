/** What can be done to the container of a row. */

import DeleteOutline from '@mui/icons-material/DeleteOutlined';
import PlayArrow from '@mui/icons-material/PlayArrow';
import Stop from '@mui/icons-material/Stop';
import Terminal from '@mui/icons-material/Terminal';
import type { Container } from '../../../contract/model/container.ts';
import { ActButton } from '../../ui/action-button.tsx';
import { whyNot } from '../containers/action-reasons.ts';
import { startContainer, stopContainer } from '../containers/container-actions.ts';
import { openDialog } from '../../window/dialogs.ts';
import { navigate } from '../../window/location.ts';

interface RowActsProps {
  readonly container: Container;
  readonly isConnected: boolean;
  readonly busy: string | undefined;
}

export function RowActs({ container, isConnected, busy }: RowActsProps) {
  const { name } = container;
  const context = { isConnected, busy };
  return (
    <>
      <ActButton
        label="Open terminal"
        isCompact
        icon={<Terminal />}
        reason={whyNot('terminal', container, context)}
        onAct={() => navigate({ page: 'container', name, tab: 'terminal' })}
      />
      <ActButton
        label="Start"
        isCompact
        icon={<PlayArrow />}
        reason={whyNot('start', container, context)}
        onAct={() => void startContainer(name)}
      />
      <ActButton
        label="Stop"
        isCompact
        icon={<Stop />}
        reason={whyNot('stop', container, context)}
        onAct={() => void stopContainer(name, { force: false })}
      />
      <ActButton
        label="Remove"
        isCompact
        icon={<DeleteOutline />}
        reason={whyNot('remove', container, context)}
        onAct={() => openDialog({ kind: 'remove', names: [name] })}
      />
    </>
  );
}
