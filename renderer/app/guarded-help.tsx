// SPDX-License-Identifier: Apache-2.0
/** Shows the help within a boundary: a fault in it leaves the page beside it alone, and it can be closed. */

import Close from '@mui/icons-material/Close';
import { ActionButton } from '../ui/actions/action-button.tsx';
import { createPart } from '../ui/part.tsx';
import { Failed } from '../ui/placeholder.tsx';
import { closeHelp, useHelp } from '../window/help.ts';
import { FaultBoundary, type Fault } from './fault-boundary.tsx';
import { t } from '../lib/language/t.ts';

const HelpPanel = createPart(async () => (await import('../features/help/help-panel.tsx')).HelpPanel);

export function GuardedHelp() {
  // Closed and opened again is another try.
  const isOpen = useHelp((state) => state.isOpen);
  return (
    <FaultBoundary key={String(isOpen)} what="help" renderFault={renderFault}>
      {isOpen && <HelpPanel />}
    </FaultBoundary>
  );
}

function renderFault({ text, retry }: Fault) {
  return (
    <aside className="help" aria-label={t('Help')}>
      <header>
        <h2>{t('Help')}</h2>
        <span style={{ flex: 1 }} />
        <ActionButton label={t('Close help')} isCompact icon={<Close />} reason={undefined} onAction={closeHelp} />
      </header>
      <Failed text={text} onRetry={retry} />
    </aside>
  );
}
