// SPDX-License-Identifier: Apache-2.0
/** Asks as whom, where and what to run in a new session. The rules are those of the contract. */

import TextField from '@mui/material/TextField';
import { useState } from 'react';
import type { z } from 'zod';
import { userNameSchema } from '../../../contract/model/names.ts';
import { insideFolderSchema } from '../../../contract/operations/containers/console.ts';
import type { ConsoleChoice } from './console-run.ts';
import { t } from '../../lib/language/t.ts';
import { FormDialog } from '../../ui/form/form-dialog.tsx';

interface RunAsDialogProps {
  readonly container: string;
  readonly onRun: (choice: ConsoleChoice) => void;
  readonly onClose: () => void;
}

export function RunAsDialog({ container, onRun, onClose }: RunAsDialogProps) {
  const [user, setUser] = useState('');
  const [folder, setFolder] = useState('');
  const [command, setCommand] = useState('');
  const problems = { user: problemOf(userNameSchema(), user), folder: problemOf(insideFolderSchema(), folder) };

  function handleRun(): void {
    onRun({
      ...(user !== '' && { user }),
      ...(folder !== '' && { folder }),
      // A shell inside the container reads it, as it would read a typed line.
      ...(command.trim() !== '' && { command: ['/bin/sh', '-c', command] }),
    });
  }

  return (
    <FormDialog
      title={t('New session in {container}', { container })}
      action={t('Open')}
      reason={problems.user ?? problems.folder}
      onAction={handleRun}
      onClose={onClose}
    >
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
    </FormDialog>
  );
}

/** An empty field is no problem: it leaves the choice to the helper. */
function problemOf(schema: z.ZodType, text: string): string | undefined {
  const problem = text === '' ? undefined : schema.safeParse(text).error?.issues[0]?.message;
  return problem === undefined ? undefined : t('It {problem}.', { problem });
}
