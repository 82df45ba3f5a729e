// SPDX-License-Identifier: Apache-2.0
/** The dialog that stands open within a boundary: a fault in it is shown as a dialog that can be closed. */

import { createPart } from '../ui/part.tsx';
import { useDialog } from '../window/dialogs.ts';
import { FaultBoundary, type Fault } from './fault-boundary.tsx';
import { FaultDialog } from './fault-dialog.tsx';
import { WaitingDialog } from './waiting-dialog.tsx';

const CurrentDialog = createPart(async () => (await import('./current-dialog.tsx')).CurrentDialog, {
  waiting: WaitingDialog,
});

export function GuardedDialog() {
  const kind = useDialog((state) => state.dialog.kind);
  return (
    <FaultBoundary key={kind} what="dialog" renderFault={renderFault}>
      {kind !== 'none' && <CurrentDialog />}
    </FaultBoundary>
  );
}

function renderFault(fault: Fault) {
  return <FaultDialog {...fault} />;
}
