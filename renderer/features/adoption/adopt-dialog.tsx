// SPDX-License-Identifier: Apache-2.0
/** Shows what would become of a container of another tool, and adopts it. That goes on in the background. */

import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import Checkbox from '@mui/material/Checkbox';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import FormControlLabel from '@mui/material/FormControlLabel';
import { useState } from 'react';
import { describeAdopted } from '../../../contract/wording/describe-adoption.ts';
import { factsOf } from '../../../contract/model/engines/engine-facts.ts';
import type { AdoptionPreview } from '../../../contract/model/containers/adoption.ts';
import { useIsConnected } from '../../host/connection.ts';
import { ActionButton } from '../../ui/actions/action-button.tsx';
import { Failed, Loading } from '../../ui/placeholder.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { closeDialog } from '../../window/dialogs.ts';
import { useContainer } from '../containers/containers.ts';
import { adoptContainer } from './adoption.ts';
import { AdoptionLines } from './adoption-lines.tsx';
import { type PreviewState, useAdoptionPreview } from './use-adoption-preview.ts';
import { t } from '../../lib/language/t.ts';
import './adoption.css';

interface AdoptDialogProps {
  readonly name: string;
}

export function AdoptDialog({ name }: AdoptDialogProps) {
  const { state, reload } = useAdoptionPreview(name);
  const isConnected = useIsConnected();
  const container = useContainer(name);
  /** Targets of volumes that are not wanted. */
  const [unwanted, setUnwanted] = useState<ReadonlySet<string>>(new Set());
  const reason = isConnected ? reasonOf(state) : t('There is no connection to the host.');

  function handleToggle(target: string): void {
    const next = new Set(unwanted);
    if (!next.delete(target)) next.add(target);
    setUnwanted(next);
  }

  function handleAdopt(): void {
    if (state.status !== 'ready') return;
    closeDialog();
    const wanted = state.preview.volumes.filter(({ target }) => !unwanted.has(target));
    void adoptContainer(
      name,
      wanted.map(({ target }) => target),
    );
  }

  return (
    <Dialog open onClose={closeDialog} maxWidth="md" fullWidth aria-labelledby="adopt-title">
      <DialogTitle id="adopt-title">{t('Adopt {name}', { name })}</DialogTitle>
      <DialogContent className="adoption">
        <p>
          {container !== undefined && factsOf(container).original === 'snapshot'
            ? t(
                'Incus takes a snapshot of it, and then it gets a context, categories and ids of its own. Until you ' +
                  'remove the original, which is that snapshot, it can be restored.',
              )
            : t(
                'Its files are copied to an image, its folder is set aside as it is, and a container of the same name ' +
                  'takes its place, confined as any other. Until you remove the original, it can be restored.',
              )}
        </p>
        {state.status === 'loading' && <Loading label={t('Reading the configuration of {name}', { name })} lines={6} />}
        {state.status === 'failed' && <Failed text={state.problem} onRetry={reload} />}
        {state.status === 'ready' && (
          <>
            <Problems problems={state.preview.problems} onRetry={reload} />
            <Part title={t('What weakens it today')} items={state.preview.weaknesses} />
            <Part title={t('What it gets')} items={describeAdopted(state.preview)} isInline />
            <Volumes preview={state.preview} unwanted={unwanted} onToggle={handleToggle} />
            <section>
              <h3>{t('Its configuration, line by line')}</h3>
              <AdoptionLines lines={state.preview.lines} />
            </section>
          </>
        )}
      </DialogContent>
      <DialogActions>
        <Button color="inherit" onClick={closeDialog} autoFocus>
          {t('Cancel')}
        </Button>
        <ActionButton label={t('Adopt')} variant="contained" colour="primary" reason={reason} onAction={handleAdopt} />
      </DialogActions>
    </Dialog>
  );
}

function reasonOf(state: PreviewState): string | undefined {
  if (state.status !== 'ready') return t('Its configuration has not been read.');
  return state.preview.problems.length === 0 ? undefined : t('It cannot be adopted now. The reasons are above.');
}

function Problems({ problems, onRetry }: { readonly problems: readonly string[]; readonly onRetry: () => void }) {
  if (problems.length === 0) return null;
  return (
    <Alert
      severity="error"
      action={
        <Button color="inherit" size="small" onClick={onRetry}>
          {t('Check again')}
        </Button>
      }
    >
      {t('It cannot be adopted now:')}
      <ul>
        {problems.map((problem) => (
          <li key={problem}>
            <SafeText text={problem} />
          </li>
        ))}
      </ul>
    </Alert>
  );
}

interface PartProps {
  readonly title: string;
  readonly items: readonly string[];
  readonly isInline?: boolean;
}

function Part({ title, items, isInline = false }: PartProps) {
  if (items.length === 0) return null;
  return (
    <section>
      <h3>{title}</h3>
      <ul className={isInline ? 'inline' : ''}>
        {items.map((item, index) => (
          <li key={index}>
            <SafeText text={item} />
          </li>
        ))}
      </ul>
    </section>
  );
}

interface VolumesProps {
  readonly preview: AdoptionPreview;
  readonly unwanted: ReadonlySet<string>;
  readonly onToggle: (target: string) => void;
}

function Volumes({ preview, unwanted, onToggle }: VolumesProps) {
  if (preview.volumes.length === 0) return null;
  return (
    <section>
      <h3>{t('Folders of the host that it keeps as volumes')}</h3>
      <p className="muted">{t('Their files are labelled for it, and get their labels again when it is removed.')}</p>
      {preview.volumes.map(({ source, target, readOnly }) => (
        <FormControlLabel
          key={target}
          control={<Checkbox checked={!unwanted.has(target)} onChange={() => onToggle(target)} />}
          label={t('{source} at {target}{access, select, read {, read-only} other {}}', {
            source,
            target,
            access: readOnly ? 'read' : 'write',
          })}
        />
      ))}
    </section>
  );
}
