// SPDX-License-Identifier: Apache-2.0
/** The fields of a container's settings, of one that is there and of one that is to be created. */

import Checkbox from '@mui/material/Checkbox';
import FormControlLabel from '@mui/material/FormControlLabel';
import TextField from '@mui/material/TextField';
import { type AddressOffer, NetworkSettingFields } from './network-setting-fields.tsx';
import { LineFields } from './line-fields.tsx';
import { ProgramFields } from './program-fields.tsx';
import type { SettingsDraft, SettingsProblems } from './settings-draft.ts';
import { t } from '../../../lib/language/t.ts';
import './settings.css';

interface SettingsFieldsProps {
  /** Of the container. */
  readonly name: string;
  readonly draft: SettingsDraft;
  readonly problems: SettingsProblems;
  /** Whether the host gives addresses on its network. */
  readonly hasAddress: boolean;
  readonly offer: AddressOffer | undefined;
  readonly onChange: (draft: SettingsDraft) => void;
}

export function SettingsFields({ name, draft, problems, hasAddress, offer, onChange }: SettingsFieldsProps) {
  const change = (part: Partial<SettingsDraft>): void => onChange({ ...draft, ...part });
  return (
    <>
      <TextField
        size="small"
        label={t('Description')}
        value={draft.description}
        error={problems.description !== undefined}
        helperText={problems.description ?? t('A sentence for people, shown with the container. In force now.')}
        onChange={(event) => change({ description: event.target.value })}
        slotProps={{ htmlInput: { autoComplete: 'off' } }}
      />
      <div className="settings-row">
        <FormControlLabel
          control={
            <Checkbox checked={draft.isAutomatic} onChange={(event) => change({ isAutomatic: event.target.checked })} />
          }
          label={t('Start with the host')}
        />
        {draft.isAutomatic && (
          <>
            <TextField
              size="small"
              label={t('Order')}
              value={draft.order}
              error={problems.order !== undefined}
              helperText={problems.order ?? t('Lower ones start first.')}
              onChange={(event) => change({ order: event.target.value })}
              slotProps={{ htmlInput: { inputMode: 'numeric', autoComplete: 'off' } }}
            />
            <TextField
              size="small"
              label={t('Seconds until the next one')}
              value={draft.delay}
              error={problems.delay !== undefined}
              helperText={problems.delay ?? t('Time for it to be ready.')}
              onChange={(event) => change({ delay: event.target.value })}
              slotProps={{ htmlInput: { inputMode: 'numeric', autoComplete: 'off' } }}
            />
          </>
        )}
      </div>
      <TextField
        size="small"
        label={t('Host name')}
        value={draft.hostname}
        placeholder={name}
        error={problems.hostname !== undefined}
        helperText={problems.hostname ?? t('The name of the container when empty. In force at the next start.')}
        onChange={(event) => change({ hostname: event.target.value })}
        slotProps={{ htmlInput: { spellCheck: false, autoComplete: 'off' } }}
      />
      <ProgramFields draft={draft} problems={problems} onChange={change} />
      {hasAddress && <NetworkSettingFields draft={draft} problems={problems} offer={offer} onChange={change} />}
      <TextField
        size="small"
        multiline
        minRows={2}
        maxRows={10}
        label={t('Environment')}
        value={draft.environment}
        placeholder={'LANG=C.UTF-8'}
        error={problems.environment !== undefined}
        helperText={
          problems.environment ??
          t(
            'A line for each variable. New terminals and commands have them now, init at the next start; services ' +
              'get those that their unit names with PassEnvironment=.',
          )
        }
        onChange={(event) => change({ environment: event.target.value })}
        slotProps={{ htmlInput: { spellCheck: false, autoComplete: 'off', className: 'mono' } }}
      />
      <LineFields draft={draft} problems={problems} onChange={change} />
    </>
  );
}
