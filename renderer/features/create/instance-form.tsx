// SPDX-License-Identifier: Apache-2.0
/** The choices for a container of Incus: those that an instance has, and where in the cluster it is to be. */

import Button from '@mui/material/Button';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import FormControlLabel from '@mui/material/FormControlLabel';
import Switch from '@mui/material/Switch';
import TextField from '@mui/material/TextField';
import { type ReactNode, useState } from 'react';
import { defaultLimits } from '../../../contract/model/containers/limits.ts';
import type { Cluster } from '../../../contract/model/host/cluster.ts';
import { useIsConnected } from '../../host/connection.ts';
import { DraftNotice } from '../../host/draft-notice.tsx';
import { useDraft } from '../../host/use-draft.ts';
import { t } from '../../lib/language/t.ts';
import { ActionButton } from '../../ui/actions/action-button.tsx';
import { closeDialog } from '../../window/dialogs.ts';
import { useContainers } from '../containers/containers.ts';
import { PoolField, poolsOf } from '../containers/engines/pool-field.tsx';
import { LimitFields } from '../containers/limits/limit-fields.tsx';
import { limitTexts } from '../containers/limits/limit-texts.ts';
import { suggestName } from './choices/creation.ts';
import { createInstance } from './create-instance.ts';
import { handleFormKey } from './form-keys.ts';
import { checkInstance, type InstanceChoices, instanceLimits, isByLoad } from './choices/instance-choices.ts';
import { PlaceField } from './place-field.tsx';

interface InstanceFormProps {
  readonly cluster: Cluster;
  /** The choice of the engine, which stands first. */
  readonly engine: ReactNode;
}

export function InstanceForm({ cluster, engine }: InstanceFormProps) {
  const byName = useContainers((state) => state.byName);
  const isConnected = useIsConnected();
  const [hasTried, setHasTried] = useState(false);
  const [usual] = useState<InstanceChoices>(() => ({
    name: suggestName([...byName.keys()]),
    image: 'debian-13',
    pool: poolsOf(cluster)[0] ?? '',
    place: 'here',
    notBeside: '',
    limits: limitTexts({ ...defaultLimits, diskBytes: null }),
    start: true,
  }));
  const form = useDraft({ form: 'create', part: 'instance' }, usual);
  const choices = form.value;
  const change = (part: Partial<InstanceChoices>): void => form.change((before) => ({ ...before, ...part }));
  const { request, problems } = checkInstance(choices, [...byName.keys()], cluster);
  const reason = isConnected ? undefined : t('There is no connection to the host. Create it after the reconnect.');

  function handleCreate(): void {
    setHasTried(true);
    if (request === undefined || reason !== undefined) return;
    closeDialog();
    void createInstance(request.params, request.wanted, form.discard);
  }
  const textField = (field: 'name' | 'image' | 'notBeside', label: string, hint: string): ReactNode => (
    <TextField
      label={label}
      value={choices[field]}
      error={problems[field] !== undefined && (hasTried || choices[field] !== '')}
      helperText={(hasTried || choices[field] !== '' ? problems[field] : undefined) ?? hint}
      onChange={(event) => change({ [field]: event.target.value })}
      slotProps={{ htmlInput: { spellCheck: false, autoComplete: 'off' } }}
    />
  );

  return (
    <form
      onSubmit={(event) => event.preventDefault()}
      onKeyDown={(event) => handleFormKey(event, { onCreate: handleCreate })}
      noValidate
    >
      <DialogContent className="create-fields" style={{ paddingTop: 8 }}>
        <DraftNotice draft={form} />
        {engine}
        {textField('name', t('Name'), t('Letters, digits and dashes, a letter first'))}
        {textField('image', t('Image'), t('One that Incus has, by its alias or fingerprint'))}
        <PoolField
          cluster={cluster}
          pool={choices.pool}
          problem={hasTried ? problems.pool : undefined}
          onChange={(pool) => change({ pool })}
        />
        {cluster.members.length > 1 && (
          <PlaceField
            cluster={cluster}
            place={choices.place}
            problem={hasTried ? problems.place : undefined}
            onChange={(place) => change({ place })}
          />
        )}
        {isByLoad(choices.place) &&
          textField(
            'notBeside',
            t('Not beside'),
            t('Containers that are not to be on the same member, such as db, mail'),
          )}
        <LimitFields
          texts={choices.limits}
          problems={problems.limits}
          only={instanceLimits}
          placeholders={{ diskBytes: t('as the pool has it') }}
          onChange={(limits) => change({ limits })}
        />
        <p className="muted">
          {t(
            'Categories of its own in the whole cluster, and IDs of its own. Its own domain can be chosen later. ' +
              'Volumes, published ports, tags and settings are for containers of LXC.',
          )}
        </p>
        <FormControlLabel
          control={
            <Switch
              size="small"
              checked={choices.start}
              onChange={(event) => change({ start: event.target.checked })}
            />
          }
          label={t('Start now')}
        />
      </DialogContent>
      <DialogActions>
        <Button color="inherit" onClick={closeDialog}>
          {t('Cancel')}
        </Button>
        <ActionButton
          label={t('Create')}
          variant="contained"
          colour="primary"
          reason={reason}
          tip={t('Ctrl+Enter creates it. Enter goes on to the next field.')}
          onAction={handleCreate}
        />
      </DialogActions>
    </form>
  );
}
