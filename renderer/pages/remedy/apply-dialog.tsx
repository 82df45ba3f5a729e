/** Asks before a remedy is applied: it shows exactly what is changed on the host, and says that it can be taken back. */

import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import type { Remedy } from '../../../contract/model/explanation.ts';
import { RemedyFacts } from '../../components/remedy-facts.tsx';
import { SafeText } from '../../components/safe-text.tsx';
import { remedyTitle } from '../../model/remedy-words.ts';
import { closeDialog } from '../../stores/dialogs.ts';
import type { Asked } from '../../stores/explanations.ts';
import { applyRemedy } from '../../stores/remedies.ts';

interface ApplyDialogProps {
  readonly asked: Asked;
  readonly remedy: Remedy;
}

export function ApplyDialog({ asked, remedy }: ApplyDialogProps) {
  function handleApply(): void {
    closeDialog();
    void applyRemedy(asked, remedy);
  }
  return (
    <Dialog open onClose={closeDialog} maxWidth="sm" fullWidth aria-labelledby="apply-title">
      <DialogTitle id="apply-title">{remedyTitle(remedy.kind)}</DialogTitle>
      <DialogContent className="remedies" style={{ display: 'grid', gap: 10 }}>
        <p><SafeText text={remedy.summary} /></p>
        <p className="muted">This is changed on the host, and nothing else:</p>
        <div><RemedyFacts remedy={remedy} isOpen /></div>
        <p className="muted">What was there before is kept: the activity log offers to undo it, exactly.</p>
      </DialogContent>
      <DialogActions>
        <Button color="inherit" onClick={closeDialog}>Cancel</Button>
        <Button variant="contained" onClick={handleApply} autoFocus>Apply</Button>
      </DialogActions>
    </Dialog>
  );
}
