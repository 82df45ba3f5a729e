// SPDX-License-Identifier: Apache-2.0
/**
 * What ssh asks on the way to a host: a password, a passphrase, whether its key is right. The answer goes to ssh and is
 * kept nowhere. The words may come from the host, so they are shown as data.
 */

import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import TextField from '@mui/material/TextField';
import { useState, type SyntheticEvent } from 'react';
import type { HostQuestion } from '../../../contract/bridge.ts';
import { answerQuestion } from '../../host/main-process.ts';
import { SafeText } from '../../ui/safe-text.tsx';
import { t } from '../../lib/language/t.ts';
import { PolkitQuestionDialog } from './polkit-question-dialog.tsx';

interface QuestionProps {
  readonly question: HostQuestion;
}

export function SshQuestionDialog({ question }: QuestionProps) {
  const { authentication } = question;
  if (authentication !== undefined) return <PolkitQuestionDialog question={question} authentication={authentication} />;
  return question.kind === 'host-key' ? <KeyDialog question={question} /> : <SecretDialog question={question} />;
}

function titleOf(kind: HostQuestion['kind'], host: string): string {
  switch (kind) {
    case 'password':
      return t('Password for {host}', { host });
    case 'passphrase':
      return t('Passphrase for {host}', { host });
    case 'host-key':
    case 'other':
    case 'polkit':
      return t('Question of {host}', { host });
  }
}

function SecretDialog({ question: { id, host, kind, text } }: QuestionProps) {
  const [answer, setAnswer] = useState('');
  function handleSubmit(event: SyntheticEvent): void {
    event.preventDefault();
    answerQuestion(id, answer);
  }
  return (
    <Dialog open onClose={() => answerQuestion(id, undefined)} maxWidth="xs" fullWidth aria-labelledby="ssh-question">
      <form onSubmit={handleSubmit}>
        <DialogTitle id="ssh-question">{titleOf(kind, host)}</DialogTitle>
        <DialogContent style={{ display: 'grid', gap: 12 }}>
          <Words text={text} />
          <TextField
            label={t('Answer')}
            type="password"
            autoFocus
            value={answer}
            onChange={(event) => setAnswer(event.target.value)}
            slotProps={{ htmlInput: { spellCheck: false, autoComplete: 'off', maxLength: 1000 } }}
          />
          <p className="muted">{t('Bulkhead passes it to ssh and does not store it.')}</p>
        </DialogContent>
        <DialogActions>
          <Button color="inherit" onClick={() => answerQuestion(id, undefined)}>
            {t('Cancel')}
          </Button>
          <Button type="submit" variant="contained">
            {t('Continue')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

function KeyDialog({ question: { id, host, text } }: QuestionProps) {
  return (
    <Dialog open onClose={() => answerQuestion(id, 'no')} maxWidth="sm" fullWidth aria-labelledby="ssh-question">
      <DialogTitle id="ssh-question">{t('Is this the key of {host}?', { host })}</DialogTitle>
      <DialogContent style={{ display: 'grid', gap: 12 }}>
        <p>
          {t(
            'This machine has not connected to {host} before. Compare the fingerprint with the one that its ' +
              'administrator gives you: with another key, somebody else can read and change all that you do there.',
            { host },
          )}
        </p>
        <Words text={text} />
      </DialogContent>
      <DialogActions>
        <Button autoFocus color="inherit" onClick={() => answerQuestion(id, 'no')}>
          {t('Do not connect')}
        </Button>
        <Button variant="contained" onClick={() => answerQuestion(id, 'yes')}>
          {t('The fingerprint is right')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

/** ssh's own words, line by line. */
function Words({ text }: { readonly text: string }) {
  return (
    <div className="ssh-words" role="group" aria-label={t('What ssh asks')}>
      {text
        .trim()
        .split('\n')
        .slice(0, 40)
        .map((line, index) => (
          <div key={index}>
            <SafeText text={line} />
          </div>
        ))}
    </div>
  );
}
