// SPDX-License-Identifier: Apache-2.0
/** The drawer within a boundary: a fault in it leaves the page beside it alone, and it can be closed. */

import Close from '@mui/icons-material/Close';
import { ActionButton } from '../ui/action-button.tsx';
import { Failed } from '../ui/placeholder.tsx';
import { DenialDrawer } from '../features/denials/explanation/denial-drawer.tsx';
import { closeDrawer, useDrawer } from '../features/denials/drawer.ts';
import { FaultBoundary, type Fault } from './fault-boundary.tsx';
import { t } from '../lib/language/t.ts';

export function GuardedDrawer() {
  const content = useDrawer((state) => state.content);
  // Another content is another try.
  const key = content.kind === 'none' ? 'none' : JSON.stringify(content);
  return (
    <FaultBoundary key={key} what="drawer" renderFault={renderFault}>
      <DenialDrawer />
    </FaultBoundary>
  );
}

function renderFault({ text, retry }: Fault) {
  return (
    <aside className="drawer" aria-label={t('Details')}>
      <header>
        <h2>{t('Details')}</h2>
        <span style={{ flex: 1 }} />
        <ActionButton label={t('Close details')} isCompact icon={<Close />} reason={undefined} onAction={closeDrawer} />
      </header>
      <Failed text={text} onRetry={retry} />
    </aside>
  );
}
