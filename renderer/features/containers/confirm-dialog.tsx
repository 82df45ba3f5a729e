// SPDX-License-Identifier: Apache-2.0
/** Asks before the state of containers is changed: what will be lost, and of which. */

import Alert from '@mui/material/Alert';
import type { AskedChange } from '../../../contract/state-changes.ts';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { closeDialog, type ChosenContainers } from '../../window/dialogs.ts';
import { t } from '../../lib/language/t.ts';
import { valuesOf } from './action-texts.ts';
import { bulkActions, runBulk } from './bulk.ts';
import { ChosenNames } from './chosen-names.tsx';

type ConfirmedChange = Exclude<AskedChange, 'remove'>;

interface Question {
  readonly action: string;
  readonly title: (values: { readonly count: number; readonly name: string }) => string;
  /** What is lost. */
  readonly text: string;
}

const questions: Readonly<Record<ConfirmedChange, Question>> = {
  stop: {
    action: t('Stop'),
    title: (values) => t('Stop {count, plural, one {{name}} other {# containers}}', values),
    text: t('Their programs are asked to end. What they hold in memory only is lost; files are kept.'),
  },
  restart: {
    action: t('Restart'),
    title: (values) => t('Restart {count, plural, one {{name}} other {# containers}}', values),
    text: t('Their programs are asked to end, and start again. What they hold in memory only is lost; files are kept.'),
  },
  kill: {
    action: t('Kill'),
    title: (values) => t('Kill {count, plural, one {{name}} other {# containers}}', values),
    text: t(
      'All processes end at once, and no program can save. Files that are being written may stay incomplete. ' +
        'Stop lets programs save first.',
    ),
  },
};

interface ConfirmDialogProps extends ChosenContainers {
  readonly change: ConfirmedChange;
}

export function ConfirmDialog({ change, names, omitted }: ConfirmDialogProps) {
  const { action, title, text } = questions[change];
  return (
    <FormDialog
      title={title(valuesOf(names))}
      action={action}
      colour={change === 'kill' ? 'error' : 'primary'}
      reason={undefined}
      onAction={() => void runBulk(bulkActions[change], names)}
      onClose={closeDialog}
    >
      <ChosenNames names={names} omitted={omitted} />
      <Alert severity={change === 'kill' ? 'error' : 'warning'}>{text}</Alert>
    </FormDialog>
  );
}
