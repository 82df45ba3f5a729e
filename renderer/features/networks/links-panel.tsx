// SPDX-License-Identifier: Apache-2.0
/** The containers that one reaches on the bridge, and another one. */

import { useState } from 'react';
import type { Container } from '../../../contract/model/containers/container.ts';
import { linksOf } from '../../../contract/rules/linked-pairs.ts';
import { shownAddresses } from '../../../contract/search/shown-addresses.ts';
import { formatRoute } from '../../lib/route.ts';
import { ActionButton } from '../../ui/actions/action-button.tsx';
import { Panel } from '../../ui/panel.tsx';
import { SelectField } from '../../ui/form/select-field.tsx';
import { useContainerList } from '../containers/context/category-owners.ts';
import { ContainerName } from '../containers/container-name.tsx';
import { linkContainers, unlinkContainers } from './networks.ts';
import { t } from '../../lib/language/t.ts';

interface LinksPanelProps {
  readonly container: Container;
  readonly reason: string | undefined;
}

export function LinksPanel({ container, reason }: LinksPanelProps) {
  const { name } = container;
  const all = useContainerList();
  const links = linksOf(name, all);
  const free = all
    .filter((one) => one.isManaged && one.network?.kind === 'nat' && one.name !== name && !links.includes(one.name))
    .map((one) => one.name)
    .sort();
  const [chosen, setChosen] = useState('');
  const other = free.includes(chosen) ? chosen : '';
  const why =
    reason ??
    (free.length === 0 ? t('There is no other container on this bridge to link.') : undefined) ??
    (other === '' ? t('Choose a container first.') : undefined);

  return (
    <Panel
      title={t('Links to other containers')}
      isFlush
      actions={
        <a className="text-link" href={formatRoute({ page: 'networks' })}>
          {t('All links of the host')}
        </a>
      }
    >
      <p className="muted network-words">
        {links.length === 0
          ? t(
              '{name} reaches no other container on the bridge, and none reaches it. A link lets two reach each ' +
                "other's addresses, at all ports. SELinux still isolates their files and processes.",
              { name },
            )
          : t(
              "{name} and these reach each other's addresses, at all ports. SELinux still isolates their files and processes.",
              { name },
            )}
      </p>
      {links.length > 0 && (
        <table className="table" aria-label={t('Links of {name}', { name })}>
          <thead>
            <tr>
              <th>{t('Container')}</th>
              <th>{t('Address')}</th>
              <th>
                <span className="visually-hidden">{t('Actions')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {links.map((link) => (
              <tr key={link}>
                <td>
                  <ContainerName name={link} tab="network" />
                </td>
                <td className="mono">{addressOf(link, all)}</td>
                <td className="network-acts">
                  <ActionButton
                    label={t('Unlink {link}', { link })}
                    text={t('Unlink')}
                    reason={reason}
                    onAction={() => void unlinkContainers(name, link)}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <div className="network-form network-fields">
        <SelectField
          className="network-pick"
          label={t('Container to link')}
          value={other}
          options={free.map((one) => ({ value: one, label: one }))}
          onChange={setChosen}
        />
        <ActionButton
          label={t('Link')}
          variant="outlined"
          reason={why}
          onAction={() => void linkContainers(name, other).then((isDone) => isDone && setChosen(''))}
        />
      </div>
    </Panel>
  );
}

function addressOf(name: string, all: readonly Container[]): string {
  const container = all.find((one) => one.name === name);
  return container === undefined ? '' : (shownAddresses(container)[0] ?? '');
}
