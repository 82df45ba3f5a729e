// SPDX-License-Identifier: Apache-2.0
/** How much each domain that a container of this host has may do by the loaded policy, beside the stock domains. */

import { containerDomains, countDomains, type CountedDomain } from '../../../../contract/rules/container-domains.ts';
import { useContainerList } from '../../containers/context/category-owners.ts';
import { CountPanel } from '../../policy/count-panel.tsx';
import { currentLocale, t } from '../../../lib/language/t.ts';

export function DomainCountsPanel() {
  const domains = containerDomains(useContainerList());
  return (
    <CountPanel
      about={t(
        'Counts what the loaded policy allows each domain of these containers, beside the usual domains of containers.',
      )}
      whyNot={domains.length === 0 ? t('No container of this host has a domain.') : undefined}
      count={(countContainer) => countDomains(domains, countContainer)}
    >
      {(rows) => <DomainTable rows={rows} />}
    </CountPanel>
  );
}

function DomainTable({ rows }: { readonly rows: readonly CountedDomain[] }) {
  return (
    <>
      <table className="table" aria-label={t('Allowed accesses')} style={{ maxWidth: 760 }}>
        <thead>
          <tr>
            <th>{t('Domain')}</th>
            <th>{t('Containers')}</th>
            <th className="number">{t('Accesses')}</th>
            <th className="number">{t('Outside its own types')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ domain, containers, total, columns }) => (
            <tr key={domain}>
              <td className="mono">{domain}</td>
              <td>{containers.length === 0 ? t('none: a usual domain of containers') : namesOf(containers)}</td>
              <td className="number">{total.toLocaleString(currentLocale())}</td>
              <td className="number">{(total - columns.ownTypes).toLocaleString(currentLocale())}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="muted">
        {t(
          'An access is a target type, a class and a permission. A smaller number means a narrower domain; ' +
            "constraints, such as those on categories, are not counted. A container's tab Security says what its " +
            'accesses are about.',
        )}
      </p>
    </>
  );
}

const maxNames = 4;

function namesOf(names: readonly string[]): string {
  const more = names.length - maxNames;
  return more > 0
    ? t('{names} and {more} more', { names: names.slice(0, maxNames).join(', '), more })
    : names.join(', ');
}
