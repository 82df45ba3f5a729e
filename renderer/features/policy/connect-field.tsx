// SPDX-License-Identifier: Apache-2.0
/**
 * The types of ports that a domain of its own connects to: completed from those of the loaded policy, by name or by a
 * port that has it, each with what it opens.
 */

import Autocomplete from '@mui/material/Autocomplete';
import TextField from '@mui/material/TextField';
import { useState } from 'react';
import { describeConnectType, describeRanges, type PortType } from '../../../contract/model/policy/port-type.ts';
import { useClient } from '../../host/connection.ts';
import { matchingPortTypes, tcpPortsOf } from './port-type-options.ts';
import { loadPortTypes, useQuestions } from './policy-questions.ts';
import { riskLabels } from './risk-labels.ts';

interface ConnectFieldProps {
  /** As they are typed: a type, or a TCP port. */
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

  function handleFocus(): void {
    if (client !== undefined) void loadPortTypes(client);
  }

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
        onFocus={handleFocus}
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
            label="Port types it connects to"
            placeholder={value.length === 0 ? 'postgresql_port_t, or 5432' : ''}
            error={problem !== undefined}
            helperText={problem ?? hintOf(opensAll)}
          />
        )}
      />
      {value.length > 0 && problem === undefined && (
        <ul className="connect-types" aria-label="What these port types open">
          {value.map((word) => (
            <OpenedType key={word} word={word} types={types} />
          ))}
        </ul>
      )}
    </div>
  );
}

function OpenedType({ word, types }: { readonly word: string; readonly types: readonly PortType[] }) {
  if (/^\d/.test(word))
    return <li className="muted">{`${word}: the host finds the type of this port, which it opens as a whole.`}</li>;
  const type = types.find(({ name }) => name === word);
  if (type === undefined)
    return (
      <li className="muted">
        {types.length === 0
          ? `${word}: TCP connections to the ports of this type, of any other machine.`
          : `${word}: the loaded policy has no port type of this name.`}
      </li>
    );
  const { opens, risk } = describeConnectType(type);
  return (
    <li>
      <span className="muted">{`${word}: ${opens}`}</span>{' '}
      <span className={`badge ${riskLabels[risk].tone}`}>{riskLabels[risk].label}</span>
    </li>
  );
}

function portsOfOption(types: readonly PortType[], name: string): string {
  const type = types.find((one) => one.name === name);
  return type === undefined ? '' : `tcp ${describeRanges(tcpPortsOf(type))}`;
}

function hintOf(opensAll: boolean): string {
  return opensAll
    ? 'The choice “Connect to any port” opens these too.'
    : 'Of any other machine. A port opens all ports of its type.';
}
