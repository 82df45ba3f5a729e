// SPDX-License-Identifier: Apache-2.0
/** What is seen of a dialog that takes more than a moment to load. Escape gives it up. */

import { useEffect } from 'react';
import { t } from '../lib/language/t.ts';
import { Loading } from '../ui/placeholder.tsx';
import { closeDialog } from '../window/dialogs.ts';

export function WaitingDialog() {
  useEffect(() => {
    function handleKey(event: KeyboardEvent): void {
      if (event.key === 'Escape') closeDialog();
    }
    window.addEventListener('keydown', handleKey);
    return () => window.removeEventListener('keydown', handleKey);
  }, []);
  return (
    <div className="waiting-dialog after-a-moment">
      <Loading label={t('Loading the dialog')} />
    </div>
  );
}
