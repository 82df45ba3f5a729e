// SPDX-License-Identifier: Apache-2.0
/** People and actions, each with the answer: as polkit gives it, or derived. */

import Check from '@mui/icons-material/Check';
import { Fragment } from 'react';
import { actionNames, actions, type ActionName, roles } from '../../../contract/actions.ts';
import { describeCell, describeSource } from '../../../contract/wording/describe-access.ts';
import type { Access, AccessCell, AccessPerson } from '../../../contract/model/access/access.ts';
import { textOf } from '../../../contract/text.ts';
import { t } from '../../lib/language/t.ts';
import { SafeText } from '../../ui/safe-text.tsx';
import { roleLabels } from './access-labels.ts';

interface AccessMatrixProps {
  readonly access: Access;
  /** Gives the access as it is now, where the other one is what would be. */
  readonly before: Access | undefined;
  /** The only one who is shown; everybody when empty. */
  readonly user: string;
}

export function AccessMatrix({ access, before, user }: AccessMatrixProps) {
  const people = access.people.filter((person) => user === '' || person.user === user);
  return (
    <div className="access-scroll">
      <table className="table access-matrix" aria-label={t('People and actions')}>
        <thead>
          <tr>
            <th>{t('Action')}</th>
            {people.map((person) => (
              <PersonHead key={person.user} person={person} />
            ))}
          </tr>
        </thead>
        <tbody>
          {roles.map((role) => (
            <Fragment key={role}>
              <tr className="of-role">
                <th colSpan={people.length + 1} scope="rowgroup">
                  {roleLabels[role]}
                </th>
              </tr>
              {actionNames
                .filter((action) => actions[action].role === role)
                .map((action) => (
                  <tr key={action}>
                    <th scope="row">{textOf(actions[action].description)}</th>
                    {people.map((person) => (
                      <Cell
                        key={person.user}
                        cell={cellOf(person, action)}
                        former={cellOf(
                          before?.people.find((one) => one.user === person.user),
                          action,
                        )}
                      />
                    ))}
                  </tr>
                ))}
            </Fragment>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function PersonHead({ person: { user, sees, mayConnect } }: { readonly person: AccessPerson }) {
  return (
    <th scope="col">
      <SafeText text={user} />
      {sees !== null && <div className="muted">{t('sees tag {tags}', { tags: sees.join(', ') })}</div>}
      {!mayConnect && <div className="muted">{t('cannot connect')}</div>}
    </th>
  );
}

function cellOf(person: AccessPerson | undefined, action: ActionName): AccessCell | undefined {
  return person?.cells.find((cell) => cell.action === action);
}

function Cell({ cell, former }: { readonly cell: AccessCell | undefined; readonly former: AccessCell | undefined }) {
  if (cell === undefined) return <td />;
  const [words, was] = [textOf(describeCell(cell)), former && textOf(describeCell(former))];
  const isOther = was !== undefined && was !== words;
  return (
    <td className={`of-${cell.answer}${isOther ? ' is-other' : ''}`} title={textOf(describeSource(cell))}>
      {isOther && <del>{was}</del>} {cell.answer === 'allowed' && cell.tags === null && <Check aria-hidden />}
      {isOther ? <ins>{words}</ins> : <span>{words}</span>}
      {cell.source === 'derived' && <sup aria-label={t('derived')}>*</sup>}
    </td>
  );
}
