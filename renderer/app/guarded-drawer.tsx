// SPDX-License-Identifier: Apache-2.0
/** Shows the drawer within a boundary: a fault in it leaves the page beside it alone, and it can be closed. */

import Close from '@mui/icons-material/Close';
import type { ReactNode } from 'react';
import type { DenialGroup } from '../../contract/model/denials/denial.ts';
import { ActionButton } from '../ui/actions/action-button.tsx';
import { Failed, Loading } from '../ui/placeholder.tsx';
import { createPart } from '../ui/part.tsx';
import { closeDrawer, useDrawer } from '../features/denials/drawer.ts';
import { FaultBoundary, type Fault } from './fault-boundary.tsx';
import { t } from '../lib/language/t.ts';

const DenialDrawer = createPart(
  async () => (await import('../features/denials/explanation/denial-drawer.tsx')).DenialDrawer,
  { waiting: WaitingDrawer },
);

const FirstSeenAfter = createPart(
  async () => (await import('../features/activity/first-seen-after.tsx')).FirstSeenAfter,
);

export function GuardedDrawer() {
  const content = useDrawer((state) => state.content);
  // The key is the content, so that another content is another try.
  const key = content.kind === 'none' ? 'none' : JSON.stringify(content);
  return (
    <FaultBoundary key={key} what="drawer" renderFault={renderFault}>
      {content.kind !== 'none' && <DenialDrawer precededBy={showPreceding} />}
    </FaultBoundary>
  );
}

function showPreceding(group: DenialGroup) {
  return <FirstSeenAfter group={group} />;
}

function renderFault({ text, retry }: Fault) {
  return (
    <EmptyDrawer>
      <Failed text={text} onRetry={retry} />
    </EmptyDrawer>
  );
}

function WaitingDrawer() {
  return (
    <EmptyDrawer>
      <div className="after-a-moment">
        <Loading label={t('Loading the details')} lines={8} />
      </div>
    </EmptyDrawer>
  );
}

/** Shows the frame of the drawer without a denial. */
function EmptyDrawer({ children }: { readonly children: ReactNode }) {
  return (
    <aside className="drawer" aria-label={t('Details')}>
      <header>
        <h2>{t('Details')}</h2>
        <span style={{ flex: 1 }} />
        <ActionButton label={t('Close details')} isCompact icon={<Close />} reason={undefined} onAction={closeDrawer} />
      </header>
      {children}
    </aside>
  );
}
