// SPDX-License-Identifier: Apache-2.0
/** Asks before a paste of several lines, which a shell would run at once. */

import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import { SafeText } from '../../ui/safe-text.tsx';
import type { PasteQuestion } from './terminal-guard.ts';
import { t } from '../../lib/language/t.ts';

interface PasteDialogProps {
  readonly question: PasteQuestion;
  readonly onClose: () => void;
}

const shownLines = 40;

export function PasteDialog({ question, onClose }: PasteDialogProps) {
  const lines = question.text.replace(/(\r\n|\r|\n)$/, '').split(/\r\n|\r|\n/);
  function handleAccept(): void {
    question.accept();
    onClose();
  }
  return (
    <Dialog open onClose={onClose} maxWidth="sm" fullWidth aria-labelledby="paste-title">
      <DialogTitle id="paste-title">{titleOf(lines.length)}</DialogTitle>
      <DialogContent>
        <p>{t('A shell may run each line as soon as it is pasted.')}</p>
        <pre className="question-text" tabIndex={0}>
          {lines.slice(0, shownLines).map((line, index) => (
            <div key={index}>
              <SafeText text={line} />
            </div>
          ))}
        </pre>
      </DialogContent>
      <DialogActions>
        <Button color="inherit" onClick={onClose}>
          {t('Cancel')}
        </Button>
        <Button variant="contained" onClick={handleAccept} autoFocus>
          {t('Paste')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

function titleOf(lines: number): string {
  return lines === 1 ? t('Paste one line with its line break') : t('Paste {lines} lines', { lines });
}
