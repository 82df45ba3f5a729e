// SPDX-License-Identifier: Apache-2.0
/**
 * What a container in a domain of its own listens on, connects to, and may do beyond every container: ports, types of
 * ports and choices, each with what it opens, and profiles that fill them in.
 */

import Checkbox from '@mui/material/Checkbox';
import FormControlLabel from '@mui/material/FormControlLabel';
import TextField from '@mui/material/TextField';
import { allChoices, type Choice, choices } from '../../../contract/model/policy/choices.ts';
import { choiceProfiles, type ProfileName, profileNames } from '../../../contract/model/policy/choice-profiles.ts';
import { ConnectField } from './connect-field.tsx';
import { formatPorts } from './policy-labels.ts';
import type { ServedPortNumber } from '../../../contract/model/containers/container.ts';
import { riskLabels } from './risk-labels.ts';
import { t } from '../../lib/language/t.ts';
import { SelectField } from '../../ui/form/select-field.tsx';

/** Ports as they are typed, choices, and port types or ports to connect to as they are typed. */
export interface DomainChoice {
  readonly ports: string;
  readonly allow: readonly Choice[];
  readonly connect: readonly string[];
}

interface ChoiceFieldsProps {
  readonly value: DomainChoice;
  /** Lists the ports on which it may listen beside the typed ones. */
  readonly published?: readonly ServedPortNumber[];
  readonly portsProblem: string | undefined;
  readonly connectProblem: string | undefined;
  readonly onChange: (part: Partial<DomainChoice>) => void;
}

export function ChoiceFields({ value, published = [], portsProblem, connectProblem, onChange }: ChoiceFieldsProps) {
  return (
    <div className="choice-fields">
      <SelectField
        label={t('Profile')}
        value={profileOf(value) ?? ''}
        options={[
          { value: '', label: t('None: as chosen below'), isDisabled: true },
          ...profileNames.map((name) => ({ value: name, label: choiceProfiles[name].label })),
        ]}
        onChange={(name) => name !== '' && onChange(valuesOf(name))}
      />
      <TextField
        label={t('Ports it listens on')}
        value={value.ports}
        placeholder="80, 443, 53/udp"
        error={portsProblem !== undefined}
        helperText={
          portsProblem ??
          [
            ...(published.length === 0
              ? []
              : [t('Also those that are published: {ports}.', { ports: formatPorts(published) })]),
            t('Other ports with the same SELinux type are opened too.'),
          ].join(' ')
        }
        onChange={(event) => onChange({ ports: event.target.value })}
        slotProps={{ htmlInput: { spellCheck: false } }}
      />
      <ConnectField
        value={value.connect}
        problem={connectProblem}
        opensAll={value.allow.includes('connect')}
        onChange={(connect) => onChange({ connect })}
      />
      <fieldset>
        <legend>{t('Also allow')}</legend>
        {allChoices.map((choice) => (
          <ChoiceBox
            key={choice}
            choice={choice}
            isChosen={value.allow.includes(choice)}
            onChange={(isChosen) => onChange({ allow: withChoice(value.allow, choice, isChosen) })}
          />
        ))}
      </fieldset>
    </div>
  );
}

interface ChoiceBoxProps {
  readonly choice: Choice;
  readonly isChosen: boolean;
  readonly onChange: (isChosen: boolean) => void;
}

function ChoiceBox({ choice, isChosen, onChange }: ChoiceBoxProps) {
  const { label, opens, risk } = choices[choice];
  const id = `choice-${choice}`;
  return (
    <div className="choice">
      <div className="choice-head">
        <FormControlLabel
          control={
            <Checkbox
              size="small"
              checked={isChosen}
              slotProps={{ input: { 'aria-describedby': id } }}
              onChange={(event) => onChange(event.target.checked)}
            />
          }
          label={label}
        />
        <span className={`badge ${riskLabels[risk].tone}`}>{riskLabels[risk].label}</span>
      </div>
      <p className="muted" id={id}>
        {opens}
      </p>
    </div>
  );
}

/** Keeps the order of the contract, so that the same choices are always the same list. */
function withChoice(allow: readonly Choice[], choice: Choice, isChosen: boolean): readonly Choice[] {
  return allChoices.filter((one) => (one === choice ? isChosen : allow.includes(one)));
}

function valuesOf(name: ProfileName): DomainChoice {
  const { ports, allow } = choiceProfiles[name];
  const chosen: readonly Choice[] = allow;
  return { ports: formatPorts(ports), allow: allChoices.filter((choice) => chosen.includes(choice)), connect: [] };
}

/** The profile that gives exactly these values. */
function profileOf({ ports, allow, connect }: DomainChoice): ProfileName | undefined {
  return profileNames.find((name) => {
    const profile = valuesOf(name);
    return profile.ports === ports && profile.allow.join() === allow.join() && connect.length === 0;
  });
}
