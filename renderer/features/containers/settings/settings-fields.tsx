// SPDX-License-Identifier: Apache-2.0
/** The fields of a container's settings: all of them for one that is there, and each group for a form that has sections. */

import Checkbox from '@mui/material/Checkbox';
import FormControlLabel from '@mui/material/FormControlLabel';
import TextField from '@mui/material/TextField';
import { type AddressOffer, NetworkSettingFields } from './network-setting-fields.tsx';
import { LineFields } from './line-fields.tsx';
import { ProgramFields } from './program-fields.tsx';
import { SettingField } from './setting-field.tsx';
import type { SettingsDraft, SettingsProblems } from './settings-draft.ts';
import { t } from '../../../lib/language/t.ts';
import './settings.css';

interface SettingsPartProps {
  readonly draft: SettingsDraft;
  readonly problems: SettingsProblems;
  readonly onChange: (part: Partial<SettingsDraft>) => void;
}

interface SettingsFieldsProps extends SettingsPartProps {
  /** Names the container. */
  readonly name: string;
  /** Says whether the host gives addresses on the container's network. */
  readonly hasAddress: boolean;
  readonly offer: AddressOffer | undefined;
}

export function SettingsFields({ name, hasAddress, offer, ...part }: SettingsFieldsProps) {
  return (
    <>
      <SettingField {...part} setting="description" />
      <AutostartFields {...part} />
      <SettingField {...part} setting="hostname" placeholder={name} />
      <ProgramFields {...part} />
      {hasAddress && <NetworkSettingFields {...part} offer={offer} />}
      <EnvironmentField {...part} />
      <LineFields {...part} />
    </>
  );
}

export function AutostartFields({ draft, problems, onChange }: SettingsPartProps) {
  return (
    <div className="settings-row">
      <FormControlLabel
        control={
          <Checkbox checked={draft.isAutomatic} onChange={(event) => onChange({ isAutomatic: event.target.checked })} />
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
            onChange={(event) => onChange({ order: event.target.value })}
            slotProps={{ htmlInput: { inputMode: 'numeric', autoComplete: 'off' } }}
          />
          <TextField
            size="small"
            label={t('Seconds until the next one')}
            value={draft.delay}
            error={problems.delay !== undefined}
            helperText={problems.delay ?? t('Time for it to be ready.')}
            onChange={(event) => onChange({ delay: event.target.value })}
            slotProps={{ htmlInput: { inputMode: 'numeric', autoComplete: 'off' } }}
          />
        </>
      )}
    </div>
  );
}

export function EnvironmentField({ draft, problems, onChange }: SettingsPartProps) {
  return (
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
      onChange={(event) => onChange({ environment: event.target.value })}
      slotProps={{ htmlInput: { spellCheck: false, autoComplete: 'off', className: 'mono' } }}
    />
  );
}
