// SPDX-License-Identifier: Apache-2.0
/** The program that a container runs in place of an init of its image: with its arguments, its user and its folder. */

import TextField from '@mui/material/TextField';
import { stopSignals } from '../../../../contract/model/containers/settings.ts';
import { t } from '../../../lib/language/t.ts';
import { SelectField } from '../../../ui/form/select-field.tsx';
import { SettingField } from './setting-field.tsx';
import type { SettingsDraft, SettingsProblems } from './settings-draft.ts';

interface ProgramFieldsProps {
  readonly draft: SettingsDraft;
  readonly problems: SettingsProblems;
  readonly onChange: (part: Partial<SettingsDraft>) => void;
}

const plain = { spellCheck: false, autoComplete: 'off' };
const usualSignal = 'SIGTERM';
const example = '/usr/sbin/nginx -c /etc/nginx.conf';

export function ProgramFields({ draft, problems, onChange }: ProgramFieldsProps) {
  return (
    <>
      <TextField
        size="small"
        label={t('Program')}
        value={draft.program}
        placeholder={example}
        error={problems.program !== undefined}
        helperText={
          problems.program ??
          t('What it runs, with its arguments; the init of its image when empty. No shell reads the line.')
        }
        onChange={(event) => onChange({ program: event.target.value })}
        slotProps={{ htmlInput: { ...plain, className: 'mono' } }}
      />
      {draft.program.trim() !== '' && (
        <div className="settings-row">
          <SettingField draft={draft} problems={problems} onChange={onChange} setting="user" />
          <SettingField draft={draft} problems={problems} onChange={onChange} setting="folder" />
          <SelectField
            label={t('Stop signal')}
            value={draft.stopSignal === '' ? usualSignal : draft.stopSignal}
            options={stopSignals.map((signal) => ({ value: signal, label: signal }))}
            help={t('Asks it to end.')}
            onChange={(signal) => onChange({ stopSignal: signal === usualSignal ? '' : signal })}
          />
        </div>
      )}
    </>
  );
}
