// SPDX-License-Identifier: Apache-2.0
/** Begins the isolation drill, after it has said what it does. */

import { type ReactNode, useState } from 'react';
import { withClient } from '../../host/with-client.ts';
import { ActionButton } from '../../ui/actions/action-button.tsx';
import { DrillDialog } from './drill-dialog.tsx';
import { runDrill } from './drill-store.ts';
import { useDrillObstacle } from './use-drill-obstacle.ts';
import { t } from '../../lib/language/t.ts';

interface RunDrillButtonProps {
  readonly label: string;
  readonly icon?: ReactNode;
  /** It is the main action where it stands. */
  readonly isMain?: boolean;
  /** Is called when the drill was begun. */
  readonly onBegun?: () => void;
}

export function RunDrillButton({ label, icon, isMain = false, onBegun }: RunDrillButtonProps) {
  const [isAsked, setAsked] = useState(false);
  const reason = useDrillObstacle();

  function handleBegin(): void {
    setAsked(false);
    withClient(t('run the drill'), (client) => runDrill(client));
    onBegun?.();
  }
  return (
    <>
      <ActionButton
        label={label}
        icon={icon}
        variant={isMain ? 'contained' : 'outlined'}
        colour={isMain ? 'primary' : 'inherit'}
        reason={reason}
        onAction={() => setAsked(true)}
      />
      {isAsked && <DrillDialog onBegin={handleBegin} onClose={() => setAsked(false)} />}
    </>
  );
}
