// SPDX-License-Identifier: Apache-2.0
/**
 * Asks before a paste of several lines, which a shell would run at once, and before a link that the container wrote.
 */

import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import { SafeText } from '../../ui/safe-text.tsx';
import type { TerminalQuestion } from './terminal-guard.ts';
import { t } from '../../lib/language/t.ts';

interface QuestionDialogProps {
  readonly question: TerminalQuestion;
  readonly onClose: () => void;
}

const shownLines = 40;

export function QuestionDialog({ question, onClose }: QuestionDialogProps) {
  const isPaste = question.kind === 'paste';
  const lines = isPaste ? question.text.replace(/(\r\n|\r|\n)$/, '').split(/\r\n|\r|\n/) : [];
  function handleAccept(): void {
    question.accept();
    onClose();
  }
  return (
    <Dialog open onClose={onClose} maxWidth="sm" fullWidth aria-labelledby="question-title">
      <DialogTitle id="question-title">
        {isPaste ? pasteTitle(lines.length) : t('Open a link from the container')}
      </DialogTitle>
      <DialogContent>
        <p>
          {isPaste
            ? t('A shell may run each line as soon as it is pasted.')
            : t('The container wrote this link. It opens in the browser of this computer.')}
        </p>
        <pre className="question-text" tabIndex={0}>
          {isPaste ? (
            lines.slice(0, shownLines).map((line, index) => (
              <div key={index}>
                <SafeText text={line} />
              </div>
            ))
          ) : (
            <SafeText text={question.address} />
          )}
        </pre>
      </DialogContent>
      <DialogActions>
        <Button color="inherit" onClick={onClose}>
          {t('Cancel')}
        </Button>
        <Button variant="contained" onClick={handleAccept} autoFocus>
          {isPaste ? t('Paste') : t('Open link')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

function pasteTitle(lines: number): string {
  return lines === 1 ? t('Paste one line with its line break') : t('Paste {lines} lines', { lines });
}
