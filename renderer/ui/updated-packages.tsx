// SPDX-License-Identifier: Apache-2.0
/** Installed packages of which there are newer versions, folded until somebody looks. */

import type { ContainerHealth } from '../../contract/model/containers/health.ts';
import { t } from '../lib/language/t.ts';
import { SafeText } from './safe-text.tsx';
import './updated-packages.css';

type Known = Extract<ContainerHealth['updates'], { readonly state: 'known' }>;

export function UpdatedPackages({ packages, count }: { readonly packages: Known['packages']; readonly count: number }) {
  return (
    <details className="updated-packages">
      <summary>
        {count > packages.length ? t('The first {count} packages', { count: packages.length }) : t('Packages')}
      </summary>
      <table className="table" aria-label={t('Packages with updates')}>
        <thead>
          <tr>
            <th>{t('Package')}</th>
            <th>{t('Installed')}</th>
            <th>{t('Newer')}</th>
            <th>{t('For')}</th>
          </tr>
        </thead>
        <tbody>
          {packages.map(({ name, installed, newer, isSecurity }) => (
            <tr key={`${name} ${installed} ${newer}`}>
              <td>
                <SafeText text={name} />
              </td>
              <td className="mono">
                <SafeText text={installed} />
              </td>
              <td className="mono">
                <SafeText text={newer} />
              </td>
              <td>{isSecurity ? t('security') : ''}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
