// SPDX-License-Identifier: Apache-2.0
/** The text field of a setting, with the words of the table of settings. */

import TextField from '@mui/material/TextField';
import { settingKindOf, type SingleKey } from '../../../../contract/model/settings/setting-kinds.ts';
import type { SettingsDraft, SettingsProblems } from './settings-draft.ts';

interface SettingFieldProps {
  readonly setting: Exclude<SingleKey, 'autostart'>;
  readonly draft: SettingsDraft;
  readonly problems: SettingsProblems;
  /** Replaces the one of the table. */
  readonly placeholder?: string;
  readonly isMono?: boolean;
  readonly onChange: (part: Partial<SettingsDraft>) => void;
}

export function SettingField({ setting, draft, problems, placeholder, isMono = false, onChange }: SettingFieldProps) {
  const { field, title } = settingKindOf(setting);
  return (
    <TextField
      size="small"
      label={field?.label ?? title}
      value={draft[setting]}
      placeholder={placeholder ?? field?.placeholder ?? ''}
      error={problems[setting] !== undefined}
      helperText={problems[setting] ?? field?.hint}
      onChange={(event) => onChange({ [setting]: event.target.value })}
      slotProps={{
        htmlInput: { spellCheck: setting === 'description', autoComplete: 'off', className: isMono ? 'mono' : '' },
      }}
    />
  );
}
