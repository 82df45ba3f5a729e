// SPDX-License-Identifier: Apache-2.0
/** How much a container may do by the loaded policy, beside the stock domains of its host. */

import { accessColumns, accessColumnTitles, type DomainCount } from '../../../contract/model/policy/domain-count.ts';
import { CountPanel } from './count-panel.tsx';
import { currentLocale, t } from '../../lib/language/t.ts';

export function AccessCountPanel({ name }: { readonly name: string }) {
  return (
    <CountPanel
      about={t(
        'Counts what the loaded policy allows this container, beside the usual domains of containers on this host.',
      )}
      count={(countContainer) => countContainer(name)}
    >
      {(counts) => <CountTable counts={counts} />}
    </CountPanel>
  );
}

function CountTable({ counts }: { readonly counts: readonly DomainCount[] }) {
  return (
    <>
      <p>{comparisonOf(counts)}</p>
      <table className="table" aria-label={t('Allowed accesses')} style={{ maxWidth: 620 }}>
        <thead>
          <tr>
            <th>{t('About')}</th>
            {counts.map(({ domain }) => (
              <th key={domain} className="number mono">
                {domain}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {accessColumns.map((column) => (
            <tr key={column}>
              <td>{sentenceCase(accessColumnTitles[column])}</td>
              {counts.map(({ domain, columns }) => (
                <td key={domain} className="number">
                  {shown(columns[column])}
                </td>
              ))}
            </tr>
          ))}
          <tr>
            <td>{t('All')}</td>
            {counts.map(({ domain, total }) => (
              <td key={domain} className="number">
                {shown(total)}
              </td>
            ))}
          </tr>
        </tbody>
      </table>
      <p className="muted">
        {t(
          'An access is a target type, a class and a permission. A smaller number means a narrower domain; ' +
            'constraints, such as those on categories, are not counted.',
        )}
      </p>
    </>
  );
}

function comparisonOf([own, ...others]: readonly DomainCount[]): string {
  if (own === undefined) return '';
  const first = t('The policy allows it {total} accesses.', { total: shown(own.total) });
  const beside = own.total === 0 ? [] : others;
  return [
    first,
    ...beside.map(({ domain, total }) =>
      t('{domain} has {ratio} times as many.', { domain, ratio: ratios.format(total / own.total) }),
    ),
  ].join(' ');
}

const ratios = new Intl.NumberFormat(currentLocale(), {
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
  useGrouping: false,
});

function shown(number: number): string {
  return number.toLocaleString(currentLocale());
}

function sentenceCase(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
