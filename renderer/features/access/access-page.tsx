// SPDX-License-Identifier: Apache-2.0
/** Shows who may do what on this host, as polkit answers it, and the roles that people are given. */

import Refresh from '@mui/icons-material/Refresh';
import Button from '@mui/material/Button';
import { useEffect, useState } from 'react';
import { type Access, compareAccess, takesAway } from '../../../contract/model/access/access.ts';
import type { Result } from '../../../contract/operations/index.ts';
import { useClient } from '../../host/connection.ts';
import { t } from '../../lib/language/t.ts';
import { ActionButton } from '../../ui/actions/action-button.tsx';
import { CommandLines } from '../../ui/command-lines.tsx';
import { FormDialog } from '../../ui/form/form-dialog.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Failed, Loading } from '../../ui/placeholder.tsx';
import { SelectField } from '../../ui/form/select-field.tsx';
import { failureText } from '../../window/notifications.ts';
import { joinCommand } from './access-labels.ts';
import { AccessMatrix } from './access-matrix.tsx';
import { discardRoles, loadAccess, reloadAccess, saveRoles, useAccess } from './access.ts';
import { RoleRows } from './role-rows.tsx';
import './access.css';

export function AccessPage() {
  const found = useAccess((state) => state.found);
  const client = useClient();
  useEffect(() => {
    if (client !== undefined) void loadAccess(client);
  }, [client]);
  return (
    <div className="page">
      <div className="page-head">
        <h1>{t('Access')}</h1>
        <span style={{ flex: 1 }} />
        <ActionButton label={t('Read again')} isCompact icon={<Refresh />} reason={undefined} onAction={reloadAccess} />
      </div>
      {found.status === 'loading' && <Loading label={t('Loading who may do what')} lines={8} />}
      {found.status === 'failed' && (
        <Failed text={failureText(t('cannot read who may do what'), found.error)} onRetry={reloadAccess} />
      )}
      {found.status === 'ready' && <AccessParts access={found.access} />}
    </div>
  );
}

function AccessParts({ access }: { readonly access: Result<'access.query'> }) {
  const draft = useAccess((state) => state.draft);
  const [chosen, setChosen] = useState('');
  const shown: Access = draft?.access ?? access;
  const users = access.people.flatMap(({ user, uid }) => (uid === 0 ? [] : [user]));
  const user = shown.people.some((person) => person.user === chosen) ? chosen : '';
  return (
    <>
      <FileNote access={access} />
      <Panel title={t('Roles')} isFlush>
        <p className="panel-text">
          {t(
            'Who has a role does what it includes without a password, and nothing else. Who has none is asked for an ' +
              "administrator's password. Root does everything.",
          )}
        </p>
        <RoleRows grants={draft?.grants ?? access.grants} users={users} />
        <Unable people={shown.people} />
        {draft !== undefined && <Unsaved access={access} after={draft.access} />}
      </Panel>
      <Panel title={draft === undefined ? t('Who may do what') : t('Who could do what with these roles')} isFlush>
        <div className="panel-text">
          <SelectField
            label={t('Try as')}
            value={user}
            options={[
              { value: '', label: t('Everybody') },
              ...shown.people.map((person) => ({ value: person.user, label: person.user })),
            ]}
            onChange={setChosen}
            width={220}
          />
        </div>
        {user !== '' && <Seen access={shown} user={user} />}
        <AccessMatrix access={shown} before={draft?.access === undefined ? undefined : access} user={user} />
        <p className="panel-text muted">
          {t(
            'As polkit answers it about somebody in no local session (ssh, a timer). * derived from the roles and the ' +
              'defaults. Accounts of a directory service are not listed.',
          )}
          {shown.leftOut > 0 && ` ${t('{count} more people are in the group.', { count: shown.leftOut })}`}
        </p>
      </Panel>
    </>
  );
}

function FileNote({ access: { file, unknown } }: { readonly access: Result<'access.query'> }) {
  return (
    <>
      {file !== 'as-saved' && (
        <p className="access-note" role="alert">
          {file === 'changed'
            ? t(
                'Another program changed the file of the roles. Those shown here are in force until the helper starts ' +
                  'again; saving replaces the file.',
              )
            : t(
                'The file of the roles cannot be understood. What is shown here is in force; saving replaces the file.',
              )}
        </p>
      )}
      {unknown.length > 0 && (
        <p className="access-note">
          {t('These have a role, and this host does not have the account: {names}.', { names: unknown.join(', ') })}
        </p>
      )}
    </>
  );
}

/** Users with a role whom the helper's socket does not let in, and the command that does. */
function Unable({ people }: Pick<Access, 'people'>) {
  const unable = people.filter(({ mayConnect }) => !mayConnect);
  if (unable.length === 0) return null;
  return (
    <div className="panel-text">
      {t('To connect, a user has to be in the group bulkhead, and log in again after:')}
      <CommandLines lines={unable.map(({ user }) => joinCommand(user))} />
    </div>
  );
}

function Seen({ access, user }: { readonly access: Access; readonly user: string }) {
  const sees = access.people.find((person) => person.user === user)?.sees ?? null;
  return (
    <p className="panel-text">
      {sees === null
        ? t('{user} would see all containers, where an action below lets them see any.', { user })
        : t('{user} would see only containers with the tag {tags}: in lists, samples, denials and activity.', {
            user,
            tags: sees.join(', '),
          })}
    </p>
  );
}

interface UnsavedProps {
  readonly access: Result<'access.query'>;
  /** Undefined while it is asked for. */
  readonly after: Access | undefined;
}

function Unsaved({ access, after }: UnsavedProps) {
  const [isAsking, setAsking] = useState(false);
  const differences = after === undefined ? [] : compareAccess(access, after);
  const isOwn = differences.some((one) => one.user === access.caller && takesAway(one));
  const names = [...new Set(differences.map(({ user }) => user))].join(', ');
  return (
    <div className="access-unsaved" role="status">
      <span>
        {after === undefined && t('Asking what the roles would change…')}
        {after !== undefined && names === '' && t('Not saved. Nothing changes for anybody who is listed.')}
        {names !== '' &&
          t('Not saved. {count, plural, one {# answer changes} other {# answers change}} for {names}; see below.', {
            count: differences.length,
            names,
          })}
      </span>
      <Button color="inherit" onClick={discardRoles}>
        {t('Discard')}
      </Button>
      <ActionButton
        label={t('Save roles')}
        variant="contained"
        colour="primary"
        reason={after === undefined ? t('The preview is on its way.') : lockOutOf(after)}
        onAction={() => (isOwn ? setAsking(true) : saveRoles())}
      />
      {isAsking && (
        <FormDialog
          title={t('Take rights away from yourself?')}
          action={t('Save roles')}
          colour="error"
          reason={undefined}
          onAction={saveRoles}
          onClose={() => setAsking(false)}
        >
          <p>
            {t('You, {user}, could do less than now. Somebody else could undo this: {names}.', {
              user: access.caller,
              names: ['root', ...(after?.administrators ?? []).filter((one) => one !== access.caller)].join(', '),
            })}
          </p>
        </FormDialog>
      )}
    </div>
  );
}

function lockOutOf({ administrators, people }: Access): string | undefined {
  return administrators.length === 0 && people.length > 1
    ? t('Root alone would be left to administer this host. Give somebody else the role Administer for all containers.')
    : undefined;
}
