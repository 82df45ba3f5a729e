// SPDX-License-Identifier: Apache-2.0
/**
 * The fields of a question, as a sentence that is filled in; names of containers, types, classes and permissions are
 * completed.
 */

import Autocomplete, { createFilterOptions } from '@mui/material/Autocomplete';
import TextField from '@mui/material/TextField';
import { type PathVerb, pathVerbSchema } from '../../../../contract/model/policy/policy-question.ts';
import type { Draft, QuestionForm } from './question-draft.ts';
import { RichText } from '../../../ui/rich-text.tsx';
import { SelectField } from '../../../ui/form/select-field.tsx';
import { useContainerList } from '../../containers/context/category-owners.ts';
import { useQuestions } from '../../policy/policy-questions.ts';
import { t } from '../../../lib/language/t.ts';

interface QuestionFieldsProps {
  readonly form: QuestionForm;
  readonly draft: Draft;
  readonly onChange: (changes: Partial<Draft>) => void;
}

/** A policy has thousands of types: the first that fit are enough to choose from. */
const firstFew = createFilterOptions<string>({ limit: 50 });

const verbLabels: Readonly<Record<PathVerb, string>> = {
  read: t('read'),
  write: t('write'),
  execute: t('execute'),
  list: t('list'),
  create: t('create'),
  delete: t('delete'),
};

export function QuestionFields({ form, draft, onChange }: QuestionFieldsProps) {
  const containers = useContainerList().map(({ name }) => name);
  const names = useQuestions((state) => state.names);
  const types = names?.types ?? [];
  const classes = names?.classes.map(({ name }) => name) ?? [];
  const permissions = names?.classes.find(({ name }) => name === draft.class)?.permissions ?? [];

  const subject = (
    <NameField
      key="subject"
      label={t('Container or type')}
      value={draft.subject}
      options={form === 'path' ? containers : [...containers, ...types]}
      onChange={(value) => onChange({ subject: value })}
    />
  );
  const target = (
    <NameField
      key="target"
      label={t('Type')}
      value={draft.target}
      options={types}
      onChange={(value) => onChange({ target: value })}
    />
  );
  const className = (
    <NameField
      key="class"
      label={t('Class')}
      value={draft.class}
      options={classes}
      onChange={(value) => onChange({ class: value, permissions: [] })}
    />
  );
  const doing = (
    <Autocomplete
      key="permissions"
      multiple
      freeSolo
      size="small"
      options={permissions}
      value={[...draft.permissions]}
      onChange={(_, value) => onChange({ permissions: value })}
      renderInput={(params) => <TextField {...params} label={t('Permissions')} style={{ minWidth: 220 }} />}
    />
  );

  // The order of the words and fields is that of the language.
  switch (form) {
    case 'path':
      return (
        <RichText
          message="May {subject} {verb} {path} of {owner}"
          values={{
            subject,
            verb: <VerbField draft={draft} onChange={onChange} />,
            path: <PathField draft={draft} onChange={onChange} />,
            owner: <OwnerField draft={draft} onChange={onChange} containers={containers} />,
          }}
        />
      );
    case 'access':
      return (
        <RichText
          message="May {subject} {permissions} {target} as {class}"
          values={{ subject, permissions: doing, target, class: className }}
        />
      );
    case 'port':
      return (
        <RichText
          message="Who may use port {port} {protocol}"
          values={{
            port: <PortField draft={draft} onChange={onChange} />,
            protocol: <ProtocolField draft={draft} onChange={onChange} />,
          }}
        />
      );
    case 'reach':
      return (
        <RichText
          message="To which types may {subject} {permissions} as {class}"
          values={{ subject, permissions: doing, class: className }}
        />
      );
    case 'holders':
      return (
        <RichText
          message="Who may {permissions} {target} as {class}"
          values={{ permissions: doing, target, class: className }}
        />
      );
  }
}

type DraftFieldProps = Pick<QuestionFieldsProps, 'draft' | 'onChange'>;

function VerbField({ draft, onChange }: DraftFieldProps) {
  return (
    <SelectField
      label={t('Do what')}
      value={draft.verb}
      options={pathVerbSchema().options.map((verb) => ({ value: verb, label: verbLabels[verb] }))}
      onChange={(verb) => onChange({ verb })}
      width={110}
    />
  );
}

function PathField({ draft, onChange }: DraftFieldProps) {
  return (
    <TextField
      size="small"
      label={t('Path')}
      value={draft.path}
      onChange={(event) => onChange({ path: event.target.value })}
      placeholder="/srv/data"
      style={{ width: 220 }}
    />
  );
}

function OwnerField({ draft, onChange, containers }: DraftFieldProps & { readonly containers: readonly string[] }) {
  return (
    <SelectField
      label={t('Whose')}
      value={draft.owner}
      options={[{ value: '', label: t('the host') }, ...containers.map((name) => ({ value: name, label: name }))]}
      onChange={(owner) => onChange({ owner })}
      width={150}
    />
  );
}

function PortField({ draft, onChange }: DraftFieldProps) {
  return (
    <TextField
      size="small"
      label={t('Port')}
      value={draft.port}
      onChange={(event) => onChange({ port: event.target.value })}
      placeholder="5432"
      style={{ width: 100 }}
    />
  );
}

function ProtocolField({ draft, onChange }: DraftFieldProps) {
  return (
    <SelectField
      label={t('Protocol')}
      value={draft.protocol}
      options={['tcp', 'udp', 'sctp', 'dccp'].map((protocol) => ({ value: protocol, label: protocol }))}
      onChange={(protocol) => onChange({ protocol })}
      width={100}
    />
  );
}

interface NameFieldProps {
  readonly label: string;
  readonly value: string;
  readonly options: readonly string[];
  readonly onChange: (value: string) => void;
}

function NameField({ label, value, options, onChange }: NameFieldProps) {
  return (
    <Autocomplete
      freeSolo
      size="small"
      options={[...options]}
      filterOptions={firstFew}
      inputValue={value}
      onInputChange={(_, text) => onChange(text)}
      renderInput={(params) => <TextField {...params} label={label} style={{ width: 190 }} />}
    />
  );
}
