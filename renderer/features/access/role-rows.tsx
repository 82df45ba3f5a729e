// SPDX-License-Identifier: Apache-2.0
/** The roles that are given, each with what removes it, and the fields that give another one. */

import Close from '@mui/icons-material/Close';
import Autocomplete from '@mui/material/Autocomplete';
import TextField from '@mui/material/TextField';
import { type SyntheticEvent, useState } from 'react';
import { type Role, roles } from '../../../contract/actions.ts';
import { type Grant, grantSchema, withGrant, withoutGrant } from '../../../contract/model/access/access.ts';
import { tagsInUse } from '../../../contract/search/tags-in-use.ts';
import { t } from '../../lib/language/t.ts';
import { ActionButton } from '../../ui/actions/action-button.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { SelectField } from '../../ui/form/select-field.tsx';
import { useContainerList } from '../containers/context/category-owners.ts';
import { draftRoles } from './access.ts';
import { roleLabels, roleMeanings } from './access-labels.ts';

interface RoleRowsProps {
  readonly grants: readonly Grant[];
  /** Users who can be named. */
  readonly users: readonly string[];
}

const keyOf = ({ kind, name, tag }: Grant): string => `${kind} ${name} ${tag ?? ''}`;

export function RoleRows({ grants, users }: RoleRowsProps) {
  return (
    <>
      {grants.length > 0 && (
        <table className="table role-table" aria-label={t('Roles')}>
          <thead>
            <tr>
              <th>{t('Who')}</th>
              <th>{t('Role')}</th>
              <th>{t('Containers')}</th>
              <th>
                <span className="visually-hidden">{t('Actions')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {grants.map((grant) => (
              <RoleRow key={keyOf(grant)} grant={grant} grants={grants} />
            ))}
          </tbody>
        </table>
      )}
      <NewRole grants={grants} users={users} />
    </>
  );
}

function RoleRow({ grant, grants }: { readonly grant: Grant; readonly grants: readonly Grant[] }) {
  return (
    <tr>
      <td>
        {grant.kind === 'group' && <span className="muted">{t('Group')} </span>}
        <SafeText text={grant.name} />
      </td>
      <td>
        <RoleSelect
          isSmall
          label={t('Role of {name}', { name: grant.name })}
          value={grant.role}
          onChange={(role) => draftRoles(grants.map((one) => (one === grant ? { ...one, role } : one)))}
        />
      </td>
      <td>{grant.tag === null ? t('All') : t('Tag {tag}', { tag: grant.tag })}</td>
      <td className="of-remove">
        <ActionButton
          label={t('Remove the role of {name}', { name: grant.name })}
          isCompact
          icon={<Close />}
          reason={undefined}
          onAction={() => draftRoles(withoutGrant(grants, grant))}
        />
      </td>
    </tr>
  );
}

interface RoleSelectProps {
  readonly label: string;
  readonly isSmall?: boolean;
  readonly value: Role;
  readonly onChange: (role: Role) => void;
}

function RoleSelect({ label, isSmall = false, value, onChange }: RoleSelectProps) {
  return (
    <SelectField
      isSmall={isSmall}
      label={label}
      value={value}
      options={roles.map((role) => ({ value: role, label: roleLabels[role], note: roleMeanings[role] }))}
      onChange={onChange}
    />
  );
}

function NewRole({ grants, users }: RoleRowsProps) {
  const [kind, setKind] = useState<Grant['kind']>('user');
  const [name, setName] = useState('');
  const [role, setRole] = useState<Role>('see');
  const [tag, setTag] = useState('');
  const tags = tagsInUse(useContainerList());
  const parsed = grantSchema().safeParse({ kind, name, role, tag: tag === '' ? null : tag });
  const problemOf = (field: string): string | undefined =>
    parsed.success ? undefined : parsed.error.issues.find(({ path }) => path[0] === field)?.message;
  const problem = name === '' ? t('Name a user or a group.') : (problemOf('name') ?? problemOf('tag'));

  function add(): void {
    if (!parsed.success) return;
    draftRoles(withGrant(grants, parsed.data));
    setName('');
    setTag('');
  }
  function handleSubmit(event: SyntheticEvent): void {
    event.preventDefault();
    add();
  }
  return (
    <form className="new-role" onSubmit={handleSubmit}>
      <SelectField
        label={t('Who')}
        value={kind}
        options={[
          { value: 'user', label: t('User') },
          { value: 'group', label: t('Group') },
        ]}
        onChange={setKind}
      />
      <Autocomplete
        freeSolo
        size="small"
        options={kind === 'user' ? users : []}
        inputValue={name}
        onInputChange={(_, text) => setName(text)}
        renderInput={(params) => (
          <TextField
            {...params}
            label={t('Name')}
            error={name !== '' && problemOf('name') !== undefined}
            helperText={name === '' ? undefined : problemOf('name')}
          />
        )}
      />
      <RoleSelect label={t('Role')} value={role} onChange={setRole} />
      <Autocomplete
        freeSolo
        size="small"
        options={tags}
        inputValue={tag}
        onInputChange={(_, text) => setTag(text)}
        renderInput={(params) => (
          <TextField
            {...params}
            label={t('Only containers with tag')}
            error={tag !== '' && problemOf('tag') !== undefined}
            helperText={tag === '' ? undefined : problemOf('tag')}
          />
        )}
      />
      <ActionButton label={t('Give role')} variant="outlined" reason={problem} onAction={add} />
    </form>
  );
}
