// SPDX-License-Identifier: Apache-2.0
/** Asks as whom, where and what to run in a new session. The rules are those of the contract. */

import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import TextField from '@mui/material/TextField';
import { type SyntheticEvent, useState } from 'react';
import type { z } from 'zod';
import { userNameSchema } from '../../../contract/model/names.ts';
import { insideFolderSchema } from '../../../contract/operations/console.ts';
import type { ConsoleChoice } from './console-run.ts';
import { t } from '../../lib/language/t.ts';

interface RunAsDialogProps {
  readonly container: string;
  readonly onRun: (choice: ConsoleChoice) => void;
  readonly onClose: () => void;
}

export function RunAsDialog({ container, onRun, onClose }: RunAsDialogProps) {
  const [user, setUser] = useState('');
  const [folder, setFolder] = useState('');
  const [command, setCommand] = useState('');
  const problems = { user: problemOf(userNameSchema, user), folder: problemOf(insideFolderSchema, folder) };
  const hasProblem = problems.user !== undefined || problems.folder !== undefined;

  function handleRun(event: SyntheticEvent): void {
    event.preventDefault();
    if (hasProblem) return;
    onRun({
      ...(user !== '' && { user }),
      ...(folder !== '' && { folder }),
      // A shell inside the container reads it, as it would read a typed line.
      ...(command.trim() !== '' && { command: ['/bin/sh', '-c', command] }),
    });
    onClose();
  }

  return (
    <Dialog open onClose={onClose} maxWidth="xs" fullWidth aria-labelledby="run-as-title">
      <form onSubmit={handleRun}>
        <DialogTitle id="run-as-title">{t('New session in {container}', { container })}</DialogTitle>
        <DialogContent style={{ display: 'grid', gap: 14, paddingTop: 6 }}>
          <TextField
            label={t('User')}
            placeholder="root"
            autoFocus
            value={user}
            error={problems.user !== undefined}
            helperText={problems.user ?? t('A user of the container.')}
            onChange={(event) => setUser(event.target.value)}
          />
          <TextField
            label={t('Folder')}
            placeholder={t('the home of the user')}
            value={folder}
            error={problems.folder !== undefined}
            helperText={problems.folder ?? t('A folder inside the container, for example /srv/www.')}
            onChange={(event) => setFolder(event.target.value)}
          />
          <TextField
            label={t('Command')}
            placeholder={t('a login shell')}
            value={command}
            helperText={t('Run by /bin/sh inside the container. The session ends with it.')}
            onChange={(event) => setCommand(event.target.value)}
          />
        </DialogContent>
        <DialogActions>
          <Button color="inherit" onClick={onClose}>
            {t('Cancel')}
          </Button>
          <Button type="submit" variant="contained" disabled={hasProblem}>
            {t('Open')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

/** An empty field is no problem: it leaves the choice to the helper. */
function problemOf(schema: z.ZodType, text: string): string | undefined {
  const problem = text === '' ? undefined : schema.safeParse(text).error?.issues[0]?.message;
  return problem === undefined ? undefined : t('It {problem}.', { problem });
}
