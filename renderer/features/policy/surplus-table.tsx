// SPDX-License-Identifier: Apache-2.0
/** What the module of a learning container grants and nothing used, to choose from what is taken away. */

import Checkbox from '@mui/material/Checkbox';
import { describeUsage } from '../../../contract/wording/policy/describe-counts.ts';
import type { AccessUsage } from '../../../contract/model/policy/policy-module.ts';
import { t } from '../../lib/language/t.ts';

type Surplus = AccessUsage['surplus'];

interface SurplusTableProps {
  readonly name: string;
  readonly usage: AccessUsage;
  /** Holds the accesses of the surplus that are to be removed. */
  readonly removed: Surplus;
  readonly onChoose: (removed: Surplus) => void;
}

export function SurplusTable({ name, usage, removed, onChoose }: SurplusTableProps) {
  const { surplus } = usage;
  const isAll = surplus.length > 0 && removed.length === surplus.length;
  return (
    <>
      <p className="learned-usage">{describeUsage(t('Its module grants'), usage)}</p>
      {removed.length > 0 && (
        <p className="learned-usage" role="status">
          {t(
            'What {name} did not use while it learned may be what it needs tomorrow. {removed} accesses will be denied.',
            { name, removed: countOf(removed) },
          )}
        </p>
      )}
      {surplus.length > 0 && (
        <table className="table learned" aria-label={t('What {name} did not use', { name })}>
          <thead>
            <tr>
              <th style={{ width: 40 }}>
                <Checkbox
                  size="small"
                  checked={isAll}
                  indeterminate={removed.length > 0 && !isAll}
                  slotProps={{ input: { 'aria-label': t('Take away everything that nothing used') } }}
                  onChange={() => onChoose(isAll ? [] : surplus)}
                />
              </th>
              <th>{t('Not used')}</th>
              <th>{t('Permissions')}</th>
            </tr>
          </thead>
          <tbody>
            {surplus.map((access) => (
              <SurplusRow
                key={`${access.target}:${access.class}`}
                access={access}
                isRemoved={removed.includes(access)}
                onChange={() =>
                  onChoose(removed.includes(access) ? removed.filter((one) => one !== access) : [...removed, access])
                }
              />
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}

interface SurplusRowProps {
  readonly access: Surplus[number];
  readonly isRemoved: boolean;
  readonly onChange: () => void;
}

function SurplusRow({ access: { target, class: className, permissions }, isRemoved, onChange }: SurplusRowProps) {
  const label = t('Take away {permissions} on {className} of type {target}', {
    permissions: permissions.join(', '),
    className,
    target,
  });
  return (
    <tr>
      <td>
        <Checkbox size="small" checked={isRemoved} slotProps={{ input: { 'aria-label': label } }} onChange={onChange} />
      </td>
      <td className="mono">{`${target}:${className}`}</td>
      <td style={{ whiteSpace: 'normal' }}>{permissions.join(', ')}</td>
    </tr>
  );
}

export function countOf(accesses: Surplus): number {
  return accesses.reduce((sum, { permissions }) => sum + permissions.length, 0);
}
