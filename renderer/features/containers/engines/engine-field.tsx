// SPDX-License-Identifier: Apache-2.0
/** What runs a new container; offered where the host has Incus. */

import FormControlLabel from '@mui/material/FormControlLabel';
import Radio from '@mui/material/Radio';
import RadioGroup from '@mui/material/RadioGroup';
import type { Container } from '../../../../contract/model/containers/container.ts';
import { t } from '../../../lib/language/t.ts';
import './engine-field.css';

export type Engine = Container['engine'];

interface EngineFieldProps {
  readonly engine: Engine;
  readonly onChange: (engine: Engine) => void;
}

export function EngineField({ engine, onChange }: EngineFieldProps) {
  return (
    <fieldset className="engine-field">
      <legend>{t('Engine')}</legend>
      <RadioGroup
        row
        value={engine}
        aria-label={t('Engine')}
        onChange={(event) => onChange(event.target.value === 'incus' ? 'incus' : 'lxc')}
      >
        <FormControlLabel value="lxc" control={<Radio />} label={t('LXC')} />
        <FormControlLabel value="incus" control={<Radio />} label={t('Incus')} />
      </RadioGroup>
    </fieldset>
  );
}
