// SPDX-License-Identifier: Apache-2.0
/** Says of a form that it shows what was typed before and is not saved; nothing where it does not. */

import Button from '@mui/material/Button';
import { t } from '../lib/language/t.ts';
import type { FormDraft } from './use-draft.ts';

interface DraftNoticeProps {
  readonly draft: Pick<FormDraft<unknown>, 'isRestored' | 'isOutdated' | 'discard'>;
  /** This is called after the draft was discarded. */
  readonly onDiscard?: () => void;
}

export function DraftNotice({ draft: { isRestored, isOutdated, discard }, onDiscard }: DraftNoticeProps) {
  if (!isRestored && !isOutdated) return null;
  function handleDiscard(): void {
    discard();
    onDiscard?.();
  }
  return (
    <p className="draft-notice" role="status">
      <span>
        {isRestored && t('This is your unsaved text from before.')}{' '}
        {isOutdated && t('What is saved was changed since you began: saving replaces that.')}
      </span>
      <Button size="small" color="inherit" variant="outlined" onClick={handleDiscard}>
        {t('Discard it')}
      </Button>
    </p>
  );
}
