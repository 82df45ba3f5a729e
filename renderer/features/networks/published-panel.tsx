// SPDX-License-Identifier: Apache-2.0
/** The published ports of a container, and another one. */

import type { Container } from '../../../contract/model/containers/container.ts';
import { describeHostPort } from '../../../contract/model/containers/publication.ts';
import { ActionButton } from '../../ui/actions/action-button.tsx';
import { Panel } from '../../ui/panel.tsx';
import { unpublishPort } from './networks.ts';
import { PublishForm } from './publish-form.tsx';
import { t } from '../../lib/language/t.ts';

interface PublishedPanelProps {
  readonly container: Container;
  /** Lists the addresses of the host. */
  readonly addresses: readonly string[];
  /** Gives the address to which the container's ports lead now; null while it has none that the host gave it. */
  readonly address: string | null;
  readonly reason: string | undefined;
}

export function PublishedPanel({ container, addresses, address, reason }: PublishedPanelProps) {
  const { name, published } = container;
  return (
    <Panel title={t('Published ports')} isFlush>
      {published.length === 0 ? (
        <p className="muted network-words">
          {t(
            'No published ports. A published port of the host leads to a port of the container, from other ' +
              'machines and from the host itself, and comes back after a restart.',
          )}
        </p>
      ) : (
        <table className="table" aria-label={t('Published ports of {name}', { name })}>
          <thead>
            <tr>
              <th>{t('Host port')}</th>
              <th>{t('Host address')}</th>
              <th>{t('Container')}</th>
              <th>
                <span className="visually-hidden">{t('Actions')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {published.map((publication) => (
              <tr key={describeHostPort(publication)}>
                <td>{`${publication.protocol.toUpperCase()} ${publication.hostPort}`}</td>
                <td>{publication.address ?? t('all')}</td>
                <td>
                  {address === null ? (
                    <span className="muted">
                      {t('port {port}, once {name} has an address', { port: publication.port, name })}
                    </span>
                  ) : (
                    <span className="mono">{`${address}:${publication.port}`}</span>
                  )}
                </td>
                <td className="network-acts">
                  <ActionButton
                    label={t('Unpublish {publication}', { publication: describeHostPort(publication) })}
                    text={t('Unpublish')}
                    reason={reason}
                    onAction={() => void unpublishPort(name, publication)}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <PublishForm key={name} container={container} addresses={addresses} reason={reason} />
    </Panel>
  );
}
