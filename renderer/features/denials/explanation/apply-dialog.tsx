// SPDX-License-Identifier: Apache-2.0
/**
 * Asks before a remedy is applied: it shows exactly what is changed on the host, and says that it can be undone. An
 * unknown risk is confirmed by itself.
 */

import Button from '@mui/material/Button';
import Checkbox from '@mui/material/Checkbox';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import FormControlLabel from '@mui/material/FormControlLabel';
import { useState } from 'react';
import type { Remedy } from '../../../../contract/model/denials/explanation.ts';
import { consentFor } from '../../../../contract/model/policy/remedy-consent.ts';
import { ActionButton } from '../../../ui/actions/action-button.tsx';
import { BooleanReplay } from './boolean-replay.tsx';
import { RemedyFacts } from './remedy-facts.tsx';
import { SafeText } from '../../../ui/safe-text.tsx';
import { remedyTitle } from './remedy-labels.ts';
import { closeDialog } from '../../../window/dialogs.ts';
import type { ExplainTarget } from './explanations.ts';
import { applyRemedy } from './remedies.ts';
import { t } from '../../../lib/language/t.ts';

interface ApplyDialogProps {
  readonly target: ExplainTarget;
  readonly remedy: Remedy;
}

export function ApplyDialog({ target, remedy }: ApplyDialogProps) {
  const [isAccepted, setAccepted] = useState(false);
  const isUnknown = consentFor(remedy.risk.level) === 'twice';
  const reason = isUnknown && !isAccepted ? t('Its risk is unknown. Confirm that you want to apply it.') : undefined;
  function handleApply(): void {
    closeDialog();
    void applyRemedy(target, remedy, { acceptsUnknown: isAccepted });
  }
  return (
    <Dialog open onClose={closeDialog} maxWidth="sm" fullWidth aria-labelledby="apply-title">
      <DialogTitle id="apply-title">{remedyTitle(remedy.kind)}</DialogTitle>
      <DialogContent className="remedies" style={{ display: 'grid', gap: 10 }}>
        <p>
          <SafeText text={remedy.summary} />
        </p>
        <p className="muted">{t('Changes on the host:')}</p>
        <div>
          <RemedyFacts remedy={remedy} isOpen />
        </div>
        {remedy.sets !== undefined && <BooleanReplay target={target} sets={remedy.sets} />}
        <p className="muted">{t('The previous setting is saved. You can undo this from the activity log.')}</p>
        {isUnknown && (
          <FormControlLabel
            control={<Checkbox checked={isAccepted} onChange={(event) => setAccepted(event.target.checked)} />}
            label={t('I have checked what this allows. Apply it although its risk is unknown.')}
          />
        )}
      </DialogContent>
      <DialogActions>
        <Button color="inherit" onClick={closeDialog}>
          {t('Cancel')}
        </Button>
        <ActionButton label={t('Apply')} variant="contained" colour="primary" reason={reason} onAction={handleApply} />
      </DialogActions>
    </Dialog>
  );
}
