// SPDX-License-Identifier: Apache-2.0
/** What this window started: a count while something goes on; opened, the list of it. */

import Sync from '@mui/icons-material/Sync';
import { useState } from 'react';
import { t } from '../../lib/language/t.ts';
import { type RunningOperation, useOperations } from '../../host/operations.ts';
import { createPart } from '../../ui/part.tsx';

const OperationsList = createPart(async () => (await import('./operations-list.tsx')).OperationsList);

export function OperationsMenu() {
  const operations = useOperations((state) => state.operations);
  const [anchor, setAnchor] = useState<HTMLElement | undefined>(undefined);
  const running = operations.filter((operation) => operation.state === 'running');
  const [first] = running;
  const label = progressLabel(running);
  return (
    <>
      <button
        type="button"
        className={`operations-button${first === undefined ? '' : ' busy'}`}
        aria-label={t('Operations: {label}', { label })}
        aria-haspopup="dialog"
        onClick={(event) => setAnchor(event.currentTarget)}
      >
        <Sync className={first === undefined ? '' : 'turning'} style={{ fontSize: 17 }} />
        {first !== undefined && <span className="truncate">{label}</span>}
        {first?.fraction !== undefined && (
          <span className="muted operations-share">{`${Math.round(first.fraction * 100)} %`}</span>
        )}
      </button>
      {anchor !== undefined && <OperationsList anchor={anchor} onClose={() => setAnchor(undefined)} />}
    </>
  );
}

function progressLabel(running: readonly RunningOperation[]): string {
  const [first] = running;
  if (first === undefined) return t('No operations in progress');
  return running.length === 1 ? first.title : t('{count} in progress', { count: running.length });
}
