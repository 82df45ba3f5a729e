// SPDX-License-Identifier: Apache-2.0
/** The named volumes of a host: one is chosen, made, limited or removed. */

import Storage from '@mui/icons-material/Storage';
import TextField from '@mui/material/TextField';
import { useState } from 'react';
import { type NamedVolume, namedVolumeNameSchema } from '../../../contract/model/containers/named-volume.ts';
import { confirmationTexts } from '../../window/confirmation-texts.ts';
import { t } from '../../lib/language/t.ts';
import { withStop } from '../../lib/sentence.ts';
import { formatBytes } from '../../lib/units.ts';
import { ActionButton } from '../../ui/actions/action-button.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { readSize } from './volume-size.ts';
import { createNamedVolume, removeNamedVolume, resizeNamedVolume, useNamedVolumes } from './named-volume-actions.ts';

interface NamedVolumesProps {
  /** Gets its folder on the host. */
  readonly onChoose: (source: string) => void;
}

export function NamedVolumes({ onChoose }: NamedVolumesProps) {
  const { volumes, reload } = useNamedVolumes();
  return (
    <section className="named-volumes" aria-label={t('Named volumes')}>
      <h3>{t('Named volumes')}</h3>
      {volumes.length > 0 && (
        <ul className="folder-list">
          {volumes.map((volume) => (
            <NamedVolumeItem key={volume.name} volume={volume} onChoose={onChoose} onChange={reload} />
          ))}
        </ul>
      )}
      <NewVolume onMade={reload} />
    </section>
  );
}

interface NamedVolumeItemProps extends NamedVolumesProps {
  readonly volume: NamedVolume;
  readonly onChange: () => void;
}

/** What is asked about a volume below its line. */
type Asking = 'limit' | 'removal' | undefined;

function NamedVolumeItem({ volume, onChoose, onChange }: NamedVolumeItemProps) {
  const { name, source, users } = volume;
  const [asking, setAsking] = useState<Asking>(undefined);
  const toggle = (wanted: Asking): void => setAsking(asking === wanted ? undefined : wanted);

  return (
    <li className="named-volume">
      <button type="button" onClick={() => onChoose(source)}>
        <Storage aria-hidden="true" />
        <span className="mono">
          <SafeText text={name} />
        </span>
        <span className="muted facts">{factsOf(volume)}</span>
      </button>
      <ActionButton
        label={t('Limit of {name}', { name })}
        text={t('Limit…')}
        reason={undefined}
        onAction={() => toggle('limit')}
      />
      <ActionButton
        label={t('Remove {name}', { name })}
        text={t('Remove…')}
        reason={
          users.length === 0 ? undefined : t('It is a volume of {users}. Detach it first.', { users: users.join(', ') })
        }
        onAction={() => toggle('removal')}
      />
      {asking === 'limit' && (
        <NewLimit
          volume={volume}
          onDone={() => {
            setAsking(undefined);
            onChange();
          }}
        />
      )}
      {asking === 'removal' && (
        <div className="named-volume-asked" role="group" aria-label={t('Remove {name}', { name })}>
          <span>{confirmationTexts('remove-volume', [name]).consequence}</span>
          <ActionButton
            label={t('Remove with all its files')}
            colour="error"
            reason={undefined}
            onAction={() => void removeNamedVolume(name).then(onChange)}
          />
        </div>
      )}
    </li>
  );
}

function NewLimit({ volume, onDone }: { readonly volume: NamedVolume; readonly onDone: () => void }) {
  const [size, setSize] = useState('');
  const limit = readSize(size);

  async function handleSave(): Promise<void> {
    if (limit !== 'invalid' && (await resizeNamedVolume(volume, limit))) onDone();
  }

  return (
    <form
      className="named-volume-asked"
      onSubmit={(event) => {
        event.preventDefault();
        void handleSave();
      }}
    >
      <TextField
        size="small"
        autoFocus
        label={t('Limit')}
        placeholder={volume.limitBytes === null ? t('no limit') : formatBytes(volume.limitBytes)}
        value={size}
        error={limit === 'invalid'}
        helperText={t('For example 10G; no limit when empty.')}
        onChange={(event) => setSize(event.target.value)}
        slotProps={{ htmlInput: { autoComplete: 'off' } }}
      />
      <ActionButton label={t('Save limit')} reason={problemOfSize(limit)} onAction={() => void handleSave()} />
    </form>
  );
}

function problemOfSize(limit: ReturnType<typeof readSize>): string | undefined {
  return limit === 'invalid' ? t('Write a size such as 10G.') : undefined;
}

function factsOf({ usedBytes, limitBytes, users }: NamedVolume): string {
  const used = usedBytes === null ? [] : [t('{used} used', { used: formatBytes(usedBytes) })];
  const limit = limitBytes === null ? t('no limit') : t('limit {limit}', { limit: formatBytes(limitBytes) });
  const of = users.length === 0 ? [] : [t('a volume of {users}', { users: users.join(', ') })];
  return [...used, limit, ...of].join(', ');
}

function NewVolume({ onMade }: { readonly onMade: () => void }) {
  const [name, setName] = useState('');
  const [size, setSize] = useState('');
  const limit = readSize(size);
  const reason = reasonOfName(name) ?? problemOfSize(limit);

  async function handleMake(): Promise<void> {
    if (reason !== undefined || limit === 'invalid') return;
    if (!(await createNamedVolume(name, limit))) return;
    setName('');
    setSize('');
    onMade();
  }

  return (
    <form
      className="named-volume-new"
      aria-label={t('New named volume')}
      onSubmit={(event) => {
        event.preventDefault();
        void handleMake();
      }}
    >
      <TextField
        size="small"
        label={t('Name')}
        value={name}
        onChange={(event) => setName(event.target.value)}
        slotProps={{ htmlInput: { spellCheck: false, autoComplete: 'off' } }}
      />
      <TextField
        size="small"
        label={t('Limit')}
        placeholder={t('no limit')}
        value={size}
        error={limit === 'invalid'}
        onChange={(event) => setSize(event.target.value)}
        slotProps={{ htmlInput: { autoComplete: 'off' } }}
      />
      <ActionButton label={t('Make volume')} reason={reason} onAction={() => void handleMake()} />
    </form>
  );
}

/** Why it cannot be a name; undefined when it can. */
function reasonOfName(name: string): string | undefined {
  if (name === '') return t('Write a name first.');
  const problem = namedVolumeNameSchema().safeParse(name).error?.issues[0]?.message;
  return problem === undefined ? undefined : withStop(t('The name {problem}', { problem }));
}
