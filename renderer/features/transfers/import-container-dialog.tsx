// SPDX-License-Identifier: Apache-2.0
/** Makes a container of a file that was exported: the choice of the file and of a name. It goes on in the background. */

import Button from '@mui/material/Button';
import TextField from '@mui/material/TextField';
import { useRef, useState } from 'react';
import type { Engine } from '../../../contract/model/engines/engine.ts';
import { factsOf } from '../../../contract/model/engines/engine-facts.ts';
import { useIsConnected } from '../../host/connection.ts';
import { formatBytes } from '../../lib/units.ts';
import { FormDialog } from '../../ui/form/form-dialog.tsx';
import { closeDialog } from '../../window/dialogs.ts';
import { useContainers } from '../containers/containers.ts';
import { EngineField } from '../containers/engines/engine-field.tsx';
import { problemOfInstanceName } from '../containers/engines/instance-name.ts';
import { problemOfContainerName } from '../containers/name-problem.ts';
import { useCluster } from '../containers/use-cluster.ts';
import { firstPlace, InstanceFields, type InstancePlace, problemOfPlace } from './instance-fields.tsx';
import { importContainer } from './transfers.ts';
import { RichText } from '../../ui/rich-text.tsx';
import { t } from '../../lib/language/t.ts';

export function ImportContainerDialog() {
  const [file, setFile] = useState<File | undefined>(undefined);
  const [name, setName] = useState('');
  const [engine, setEngine] = useState<Engine>('lxc');
  const [chosen, setChosen] = useState<InstancePlace | undefined>(undefined);
  const { cluster } = useCluster();
  const input = useRef<HTMLInputElement>(null);
  const byName = useContainers((state) => state.byName);
  const isConnected = useIsConnected();
  // Empty is the name that it had, which the host knows.
  const place = cluster !== undefined && factsOf({ engine }).hasPlaces ? (chosen ?? firstPlace(cluster)) : undefined;
  const problem =
    name === ''
      ? undefined
      : (problemOfContainerName(name, new Set(byName.keys())) ??
        (place === undefined ? undefined : problemOfInstanceName(name)));
  const reason =
    (isConnected ? undefined : t('There is no connection to the host.')) ??
    (file === undefined ? t('Choose the file first.') : undefined) ??
    problem ??
    (place === undefined ? undefined : problemOfPlace(place));

  function handleImport(): void {
    if (file === undefined) return;
    importContainer(file, { ...(name !== '' && { name }), ...(place !== undefined && { incus: place }) });
  }

  return (
    <FormDialog
      title={t('Import container')}
      action={t('Import')}
      reason={reason}
      onAction={handleImport}
      onClose={closeDialog}
    >
      <p>
        <RichText
          message={
            'A file that <b>Export…</b> or <command>bulkheadctl export</command> wrote, on this or another host. ' +
            'The image that the container lies on has to be on this host.'
          }
          values={{
            b: (label) => <b>{label}</b>,
            command: (words) => <span className="mono">{words}</span>,
          }}
        />
      </p>
      <div style={{ display: 'flex', alignItems: 'center', gap: 12 }}>
        <input
          ref={input}
          type="file"
          hidden
          aria-label={t('File of the container')}
          onChange={(event) => setFile(event.currentTarget.files?.[0])}
        />
        <Button variant="outlined" color="inherit" autoFocus onClick={() => input.current?.click()}>
          {t('Choose file…')}
        </Button>
        {file === undefined ? (
          <span className="muted">{t('none chosen')}</span>
        ) : (
          <span>
            <span className="mono">{file.name}</span> <span className="muted">{formatBytes(file.size)}</span>
          </span>
        )}
      </div>
      <TextField
        label={t('Name')}
        value={name}
        placeholder={t('the name that it had')}
        error={problem !== undefined}
        helperText={
          problem ??
          t('Categories, user IDs, address and machine ID are its own. Keys and passwords in its files stay.')
        }
        onChange={(event) => setName(event.target.value)}
        slotProps={{ inputLabel: { shrink: true }, htmlInput: { spellCheck: false, autoComplete: 'off' } }}
      />
      {cluster !== undefined && <EngineField engine={engine} onChange={setEngine} />}
      {cluster !== undefined && place !== undefined && (
        <InstanceFields cluster={cluster} place={place} onChange={setChosen} />
      )}
    </FormDialog>
  );
}
