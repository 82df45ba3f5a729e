// SPDX-License-Identifier: Apache-2.0
/**
 * Files of a container whose label is not the one for where they lie, on the host and on its volumes; and giving them
 * that.
 */

import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import LinearProgress from '@mui/material/LinearProgress';
import { useEffect } from 'react';
import type { LabelSum } from '../../../contract/operations/containers/label.ts';
import { Failed } from '../../ui/placeholder.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { formatCount } from '../../lib/units.ts';
import { closeDialog } from '../../window/dialogs.ts';
import { lookAtLabels, restoreLabels, stopLooking, useLabels } from './labels.ts';
import { t } from '../../lib/language/t.ts';

interface LabelsDialogProps {
  readonly name: string;
}

export function LabelsDialog({ name }: LabelsDialogProps) {
  const { state, files, wrong, leftAlone, sum, problem } = useLabels();
  useEffect(() => {
    void lookAtLabels(name);
    return stopLooking;
  }, [name]);
  function handleRestore(): void {
    closeDialog();
    void restoreLabels(name, sum?.files ?? 0);
  }
  const drifted = sum?.drifted ?? wrong.length;
  return (
    <Dialog open onClose={closeDialog} maxWidth="md" fullWidth aria-labelledby="labels-title">
      <DialogTitle id="labels-title">{t('Labels of {name}', { name })}</DialogTitle>
      <DialogContent style={{ display: 'grid', gap: 12 }}>
        <p className="muted">
          {t(
            'Files of the container need the label that the policy sets for their path, and files on a volume the ' +
              'label of the volume. A file that is moved onto a volume keeps its old label, so the container cannot ' +
              'access it.',
          )}
        </p>
        {state === 'looking' && (
          <div role="status">
            <p>
              {files === 0
                ? t('Reading labels')
                : t('{files, plural, one {# file} other {# files}} checked', { files })}
            </p>
            <LinearProgress aria-label={t('Checking files')} />
          </div>
        )}
        {problem !== undefined && <Failed text={problem} onRetry={() => void lookAtLabels(name)} />}
        {sum !== undefined && <p role="status">{resultLabel(sum, drifted)}</p>}
        {wrong.length > 0 && (
          <table className="table label-table" aria-label={t('Wrong labels')}>
            <thead>
              <tr>
                <th>{t('File')}</th>
                <th>{t('Label')}</th>
                <th>{t('Expected label')}</th>
              </tr>
            </thead>
            <tbody>
              {wrong.map(({ path, actual, expected }) => (
                <tr key={path}>
                  <td className="mono">
                    <SafeText text={path} />
                  </td>
                  <td className="mono">{actual ?? t('no label')}</td>
                  <td className="mono">{expected}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
        {drifted > wrong.length && (
          <p className="muted">{t('The first {count} are shown.', { count: formatCount(wrong.length) })}</p>
        )}
        {leftAlone.length > 0 && (
          <details>
            <summary>{t('Skipped')}</summary>
            <ul>
              {leftAlone.map(({ path, reason }) => (
                <li key={path}>
                  <span className="mono">
                    <SafeText text={path} />
                  </span>
                  : {reason}
                </li>
              ))}
            </ul>
          </details>
        )}
      </DialogContent>
      <DialogActions>
        <Button color="inherit" onClick={closeDialog}>
          {t('Close')}
        </Button>
        <Button variant="contained" onClick={handleRestore} disabled={state !== 'ready' || drifted === 0}>
          {drifted === 0
            ? t('Restore labels')
            : t('Restore {drifted, plural, one {# label} other {# labels}}', { drifted })}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

function resultLabel({ files, skipped }: LabelSum, drifted: number): string {
  if (skipped === 0)
    return t(
      'Checked {files, plural, one {# file} other {# files}}: {drifted, plural, =0 {all labels are correct} ' +
        'one {# label is wrong} other {# labels are wrong}}.',
      { files, drifted },
    );
  return t(
    'Checked {files, plural, one {# file} other {# files}}: {drifted, plural, =0 {all labels are correct} ' +
      'one {# label is wrong} other {# labels are wrong}}, {skipped, number} cannot be relabelled.',
    { files, drifted, skipped },
  );
}
