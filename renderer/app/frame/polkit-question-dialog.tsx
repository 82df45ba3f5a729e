// SPDX-License-Identifier: Apache-2.0
/**
 * What polkit on a host over ssh asks before it authorises an action: who authenticates, a password, a code. The answer
 * goes to polkit and is kept nowhere. All texts are the host's, so they are shown as data.
 */

import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import TextField from '@mui/material/TextField';
import { useState, type SyntheticEvent } from 'react';
import type { HostAuthentication, HostQuestion } from '../../../contract/bridge.ts';
import { answerQuestion } from '../../host/main-process.ts';
import { visibleText } from '../../lib/visible-text.ts';
import { SafeText } from '../../ui/safe-text.tsx';
import { t } from '../../lib/language/t.ts';
import { SelectField } from '../../ui/form/select-field.tsx';

interface PolkitQuestionProps {
  readonly question: HostQuestion;
  readonly authentication: HostAuthentication;
}

/** Holds the person who was chosen last on each host. */
const chosen = new Map<string, string>();

export function PolkitQuestionDialog({ question: { id, hostId, host, text }, authentication }: PolkitQuestionProps) {
  const { action, message, identities, identity, remarks } = authentication;
  const isChoice = identities.length > 0;
  const [answer, setAnswer] = useState(isChoice ? usualChoice(hostId, identities) : '');
  function handleSubmit(event: SyntheticEvent): void {
    event.preventDefault();
    if (isChoice) chosen.set(hostId, identities[Number(answer) - 1] ?? '');
    answerQuestion(id, answer);
  }
  return (
    <Dialog
      open
      onClose={() => answerQuestion(id, undefined)}
      maxWidth="xs"
      fullWidth
      aria-labelledby="polkit-question"
    >
      <form onSubmit={handleSubmit}>
        <DialogTitle id="polkit-question">{t('Authentication on {host}', { host })}</DialogTitle>
        <DialogContent style={{ display: 'grid', gap: 12 }}>
          <p>
            <SafeText text={message} />
          </p>
          {remarks.map((remark, index) => (
            <p key={index} role="status">
              <SafeText text={remark} />
            </p>
          ))}
          {isChoice ? (
            <IdentityField identities={identities} value={answer} onChange={setAnswer} />
          ) : (
            <>
              {identity !== undefined && (
                <p>
                  {t('As:')} <SafeText text={identity} />
                </p>
              )}
              <TextField
                label={labelOf(text)}
                type="password"
                autoFocus
                value={answer}
                onChange={(event) => setAnswer(event.target.value)}
                slotProps={{ htmlInput: { spellCheck: false, autoComplete: 'off', maxLength: 1000 } }}
              />
            </>
          )}
          <p className="muted">
            {t('polkit on {host} asks, for {action}. Bulkhead passes the answer to it and does not store it.', {
              host,
              action,
            })}
          </p>
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

interface IdentityFieldProps {
  readonly identities: readonly string[];
  /** Gives the position of one person, from 1. */
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function IdentityField({ identities, value, onChange }: IdentityFieldProps) {
  return (
    <SelectField
      label={t('Authenticate as')}
      autoFocus
      value={value}
      options={identities.map((identity, index) => ({ value: String(index + 1), label: visibleText(identity) }))}
      onChange={onChange}
    />
  );
}

function usualChoice(hostId: string, identities: readonly string[]): string {
  return String(Math.max(0, identities.indexOf(chosen.get(hostId) ?? '')) + 1);
}

function labelOf(text: string): string {
  return /^password: *$/i.test(text) ? t('Password') : visibleText(text.trim());
}
