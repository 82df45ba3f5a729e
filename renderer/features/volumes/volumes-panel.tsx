// SPDX-License-Identifier: Apache-2.0
/** The folders of the host that this container was given, and another one. */

import Checkbox from '@mui/material/Checkbox';
import FormControlLabel from '@mui/material/FormControlLabel';
import TextField from '@mui/material/TextField';
import { useState, type SyntheticEvent } from 'react';
import type { Container } from '../../../contract/model/containers/container.ts';
import { sourceOfText, textOfSource } from '../../../contract/model/containers/named-volume.ts';
import { ActionButton } from '../../ui/actions/action-button.tsx';
import { Panel } from '../../ui/panel.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { FolderPicker } from './folder-picker.tsx';
import { emptyVolume, problemOfVolume, type VolumeDraft } from './volume-draft.ts';
import { whyNotByEngine } from '../containers/engine-reason.ts';
import { useContainerList } from '../containers/context/category-owners.ts';
import { openDialog } from '../../window/dialogs.ts';
import { attachVolume, detachVolume } from './volumes.ts';
import { sentenceOf } from '../../lib/sentence.ts';
import { t } from '../../lib/language/t.ts';

interface VolumesPanelProps {
  readonly container: Container;
  readonly busy: string | undefined;
}

export function VolumesPanel({ container, busy }: VolumesPanelProps) {
  const { name, volumes, isManaged } = container;
  const others = useContainerList().filter((one) => one.name !== name);
  const reason = whyNot(container, busy);
  return (
    <Panel
      title={t('Volumes')}
      isFlush
      actions={
        isManaged && (
          <ActionButton
            label={t('Check labels…')}
            reason={whyNotByEngine(container, 'label-check')}
            onAction={() => openDialog({ kind: 'labels', name })}
          />
        )
      }
    >
      {volumes.length === 0 ? (
        <p className="muted volume-words">
          {t(
            'No volumes. A volume makes a folder of the host available inside the container. Its files are ' +
              'labelled for this container, and get their old labels back when it is detached.',
          )}
        </p>
      ) : (
        <table className="table volumes-table" aria-label={t('Volumes of {name}', { name })}>
          <thead>
            <tr>
              <th>{t('Path in the container')}</th>
              <th>{t('Folder on the host')}</th>
              <th>{t('Access')}</th>
              <th>{t('Used by')}</th>
              <th>
                <span className="visually-hidden">{t('Actions')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {volumes.map(({ target, source, readOnly, category }) => (
              <tr key={target}>
                <td className="mono">{target}</td>
                <td className="mono">
                  <SafeText text={textOfSource(source)} />
                </td>
                <td>{readOnly ? t('Read-only') : t('Read and write')}</td>
                <td style={{ whiteSpace: 'normal' }}>
                  {category === null ? (
                    t('This container only')
                  ) : (
                    <>
                      {[
                        name,
                        ...others
                          .filter((one) => one.volumes.some((volume) => volume.source === source))
                          .map((one) => one.name),
                      ].join(', ')}{' '}
                      <span className="badge info">{`c${category}`}</span>
                    </>
                  )}
                </td>
                <td>
                  <ActionButton label={t('Detach')} reason={reason} onAction={() => void detachVolume(name, target)} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <p className="muted volume-words">
        {t(
          'Allowed folders: those below /srv, /mnt, /media and /opt, your own folders whose path nobody else ' +
            'can write to, and those listed by an administrator in /etc/bulkhead/volumes.conf.',
        )}
      </p>
      <AttachForm
        key={name}
        name={name}
        users={(source) =>
          others.filter((one) => one.volumes.some((volume) => volume.source === source)).map((one) => one.name)
        }
        reason={reason}
      />
    </Panel>
  );
}

function whyNot(container: Container, busy: string | undefined): string | undefined {
  const reason = whyNotByEngine(container, 'volumes');
  if (reason !== undefined) return reason;
  if (!container.isManaged) return t('Bulkhead did not create this container. Add a mount to its LXC configuration.');
  if (busy !== undefined) return t('Another operation is running on this container. Wait until it has ended.');
  return container.state === 'stopped'
    ? undefined
    : t('Stop the container first. Volumes cannot change while it is running.');
}

interface AttachFormProps {
  readonly name: string;
  readonly users: (source: string) => readonly string[];
  readonly reason: string | undefined;
}

function AttachForm({ name, users, reason }: AttachFormProps) {
  const [draft, setDraft] = useState<VolumeDraft>(emptyVolume);
  const [isShared, setIsShared] = useState(false);
  const [isPicking, setPicking] = useState(false);
  const source = sourceOfText(draft.source);
  const owners = users(source);
  const problem = problemOfVolume(draft);
  const unshared =
    owners.length > 0 && !isShared
      ? t('{owners} uses this folder. Choose to share it.', { owners: owners.join(', ') })
      : undefined;
  const why = reason ?? (problem === undefined ? unshared : sentenceOf(problem));

  async function handleAttach(): Promise<void> {
    if (why === undefined && (await attachVolume({ name, ...draft, source, share: isShared }))) setDraft(emptyVolume);
  }
  function handleSubmit(event: SyntheticEvent): void {
    event.preventDefault();
    void handleAttach();
  }

  return (
    <form className="volume-form" aria-label={t('Attach a volume')} onSubmit={handleSubmit}>
      <TextField
        size="small"
        label={t('Folder on the host, or named volume')}
        placeholder="/srv/pages"
        value={draft.source}
        onChange={(event) => setDraft({ ...draft, source: event.target.value })}
        slotProps={{ htmlInput: { spellCheck: false } }}
      />
      <ActionButton label={t('Choose…')} reason={reason} onAction={() => setPicking(true)} />
      {isPicking && (
        <FolderPicker
          onChoose={(chosen) => setDraft({ ...draft, source: textOfSource(chosen) })}
          onClose={() => setPicking(false)}
        />
      )}
      <TextField
        size="small"
        label={t('Path in the container')}
        placeholder="/var/www"
        value={draft.target}
        onChange={(event) => setDraft({ ...draft, target: event.target.value })}
        slotProps={{ htmlInput: { spellCheck: false } }}
      />
      <FormControlLabel
        control={
          <Checkbox
            size="small"
            checked={draft.readOnly}
            onChange={(event) => setDraft({ ...draft, readOnly: event.target.checked })}
          />
        }
        label={t('Read-only')}
      />
      {owners.length > 0 && (
        <FormControlLabel
          control={<Checkbox size="small" checked={isShared} onChange={(event) => setIsShared(event.target.checked)} />}
          label={t('Share with {owners}', { owners: owners.join(', ') })}
        />
      )}
      <ActionButton label={t('Attach')} variant="outlined" reason={why} onAction={() => void handleAttach()} />
      <button type="submit" hidden aria-hidden="true" tabIndex={-1} />
    </form>
  );
}
