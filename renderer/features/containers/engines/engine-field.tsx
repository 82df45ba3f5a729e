// SPDX-License-Identifier: Apache-2.0
/** What runs a new container; offered where the host has Incus. */

import FormControlLabel from '@mui/material/FormControlLabel';
import Radio from '@mui/material/Radio';
import RadioGroup from '@mui/material/RadioGroup';
import { type Engine, engineSchema } from '../../../../contract/model/engines/engine.ts';
import { engines, factsOf } from '../../../../contract/model/engines/engine-facts.ts';
import { t } from '../../../lib/language/t.ts';
import './engine-field.css';

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
        onChange={(event) => onChange(engineSchema().parse(event.target.value))}
      >
        {engines.map((one) => (
          <FormControlLabel key={one} value={one} control={<Radio />} label={factsOf({ engine: one }).title} />
        ))}
      </RadioGroup>
    </fieldset>
  );
}
