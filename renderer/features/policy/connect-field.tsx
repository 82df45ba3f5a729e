// SPDX-License-Identifier: Apache-2.0
/**
 * The types of ports that a domain of its own connects to: completed from those of the loaded policy, by name or by a
 * port that has it, each with what it opens.
 */

import Autocomplete from '@mui/material/Autocomplete';
import TextField from '@mui/material/TextField';
import { useEffect, useState } from 'react';
import { choices } from '../../../contract/model/policy/choices.ts';
import {
  connectTypeRisk,
  describeConnectType,
  describeRanges,
  type PortType,
} from '../../../contract/model/policy/port-type.ts';
import { textOf } from '../../../contract/text.ts';
import { useClient } from '../../host/connection.ts';
import { matchingPortTypes, tcpPortsOf } from './port-type-options.ts';
import { loadPortTypes, useQuestions } from './policy-questions.ts';
import { riskLabels } from './risk-labels.ts';
import { t } from '../../lib/language/t.ts';

interface ConnectFieldProps {
  /** Holds what is typed: a type, or a TCP port. */
  readonly value: readonly string[];
  readonly problem: string | undefined;
  /** True when a choice opens all ports anyway. */
  readonly opensAll: boolean;
  readonly onChange: (value: readonly string[]) => void;
}

export function ConnectField({ value, problem, opensAll, onChange }: ConnectFieldProps) {
  const types = useQuestions((state) => state.portTypes) ?? [];
  const client = useClient();
  const [text, setText] = useState('');

  const [isFocused, setIsFocused] = useState(false);
  const isNeeded = isFocused || value.length > 0;

  useEffect(() => {
    if (client !== undefined && isNeeded) void loadPortTypes(client);
  }, [client, isNeeded]);

  /** What was typed and not confirmed counts too: nobody sees the difference. */
  function handleBlur(): void {
    if (text.trim() !== '' && !value.includes(text.trim())) onChange([...value, text.trim()]);
    setText('');
  }

  return (
    <div>
      <Autocomplete
        multiple
        freeSolo
        options={types.filter((type) => tcpPortsOf(type).length > 0).map(({ name }) => name)}
        filterOptions={(_, { inputValue }) => matchingPortTypes(types, inputValue, value)}
        value={[...value]}
        onChange={(_, chosen) => onChange([...new Set(chosen.map((word) => word.trim()))])}
        inputValue={text}
        onInputChange={(_, typed) => setText(typed)}
        onFocus={() => setIsFocused(true)}
        onBlur={handleBlur}
        renderOption={({ key, ...props }, name) => (
          <li key={key} {...props}>
            <span>
              {name} <span className="muted">{portsOfOption(types, name)}</span>
            </span>
          </li>
        )}
        renderInput={(params) => (
          <TextField
            {...params}
            label={t('Port types it connects to')}
            placeholder={value.length === 0 ? t('postgresql_port_t, or 5432') : ''}
            error={problem !== undefined}
            helperText={problem ?? hintOf(opensAll)}
          />
        )}
      />
      {value.length > 0 && problem === undefined && (
        <ul className="connect-types" aria-label={t('What these port types open')}>
          {value.map((word) => (
            <OpenedType key={word} word={word} types={types} />
          ))}
        </ul>
      )}
    </div>
  );
}

function OpenedType({ word, types }: { readonly word: string; readonly types: readonly PortType[] }) {
  const { tone, label } = riskLabels[connectTypeRisk];
  return (
    <li>
      <span className="muted">{`${word}: ${openedBy(word, types)}`}</span>{' '}
      <span className={`badge ${tone}`}>{label}</span>
    </li>
  );
}

function openedBy(word: string, types: readonly PortType[]): string {
  if (/^\d/.test(word)) return t('It opens all ports of the type that this port has; the host finds that type.');
  const type = types.find(({ name }) => name === word);
  if (type !== undefined) return describeConnectType(type);
  return types.length === 0
    ? t('It opens TCP connections to the ports of this type, of any other machine.')
    : t('The loaded policy has no port type of this name.');
}

function portsOfOption(types: readonly PortType[], name: string): string {
  const type = types.find((one) => one.name === name);
  return type === undefined ? '' : t('tcp {type}', { type: textOf(describeRanges(tcpPortsOf(type))) });
}

function hintOf(opensAll: boolean): string {
  return opensAll
    ? t('The choice “{label}” opens these too.', { label: choices.connect.label })
    : t('Of any other machine. A port opens all ports of its type.');
}
