// SPDX-License-Identifier: Apache-2.0
/** Presets in the dialog: the choices are taken from one, saved as one, and one is removed. */

import Button from '@mui/material/Button';
import TextField from '@mui/material/TextField';
import { useState } from 'react';
import { presetNameSchema } from '../../../contract/preset.ts';
import type { ChosenContainer } from '../../../contract/operations/containers/creation.ts';
import { capitalised, withStop } from '../../lib/sentence.ts';
import { ActionButton } from '../../ui/actions/action-button.tsx';
import { SelectField } from '../../ui/form/select-field.tsx';
import { choicesOfPreset } from './choices/choices-of-preset.ts';
import type { Choices } from './choices/creation.ts';
import { presetOf, removePreset, savePreset, usePresets } from './choices/presets.ts';
import { t } from '../../lib/language/t.ts';

interface PresetBarProps {
  /** Undefined while something in the form is wrong. */
  readonly choice: ChosenContainer | undefined;
  readonly onChoose: (choices: Partial<Choices>) => void;
}

export function PresetBar({ choice, onChoose }: PresetBarProps) {
  const presets = usePresets();
  const [chosen, setChosen] = useState('');
  /** Undefined while no name is asked for. */
  const [name, setName] = useState<string | undefined>(undefined);
  const preset = presets.find((one) => one.name === chosen);
  const problem = presetNameSchema().safeParse(name).error?.issues[0]?.message;
  const isTaken = presets.some((one) => one.name === name);

  function handleChoose(wanted: string): void {
    setChosen(wanted);
    const found = presets.find((one) => one.name === wanted);
    if (found !== undefined) onChoose(choicesOfPreset(found));
  }
  async function handleSave(): Promise<void> {
    if (name === undefined || problem !== undefined || choice === undefined) return;
    if (!(await savePreset(presetOf(name, choice)))) return;
    setChosen(name);
    setName(undefined);
  }

  return (
    <div className="create-presets">
      {presets.length > 0 && (
        <SelectField
          label={t('Preset')}
          value={chosen}
          options={presets.map((one) => ({ value: one.name, label: one.name }))}
          onChange={handleChoose}
        />
      )}
      {name === undefined ? (
        <>
          <Button size="small" onClick={() => setName(preset?.name ?? '')}>
            {t('Save as preset…')}
          </Button>
          {preset !== undefined && (
            <Button size="small" color="inherit" onClick={() => void removePreset(preset)}>
              {t('Remove preset')}
            </Button>
          )}
        </>
      ) : (
        <>
          <TextField
            size="small"
            autoFocus
            label={t('Name of the preset')}
            value={name}
            error={name !== '' && problem !== undefined}
            helperText={nameHint(name === '' ? undefined : problem, isTaken)}
            onChange={(event) => setName(event.target.value)}
            slotProps={{ htmlInput: { spellCheck: false, autoComplete: 'off' } }}
          />
          <ActionButton
            label={t('Save')}
            reason={whyNotSaved(problem !== undefined, choice !== undefined)}
            onAction={() => void handleSave()}
          />
          <Button size="small" color="inherit" onClick={() => setName(undefined)}>
            {t('Do not save')}
          </Button>
        </>
      )}
    </div>
  );
}

function nameHint(problem: string | undefined, isTaken: boolean): string {
  if (problem !== undefined) return capitalised(withStop(problem));
  return isTaken
    ? t('Replaces the preset of this name.')
    : t('All choices below but the name, the host name and the address.');
}

function whyNotSaved(isWrongName: boolean, isValid: boolean): string | undefined {
  if (isWrongName) return t('Enter a name.');
  return isValid ? undefined : t('Correct the marked fields first.');
}
