// SPDX-License-Identifier: Apache-2.0
/** The networks of the shown host, and what is done with them as operations of the window. */

import { describeNetwork } from '../../../contract/wording/describe-network.ts';
import { type Container, defaultLearnSeconds, type Network } from '../../../contract/model/containers/container.ts';
import { describeHostPort, type Publication } from '../../../contract/model/containers/publication.ts';
import type { HostNetworks } from '../../../contract/model/host/network.ts';
import { currentClient } from '../../host/connection.ts';
import { createHostStore } from '../../host/host-stores.ts';
import { startOperation } from '../../host/operations.ts';
import { failureText, notify, notifyFailure } from '../../window/notifications.ts';
import { useContainers } from '../containers/containers.ts';
import { confineContainer } from '../policy/policies.ts';
import { t } from '../../lib/language/t.ts';

interface NetworksState {
  /** Undefined while they are not known. */
  readonly networks: HostNetworks | undefined;
  readonly problem: string | undefined;
}

export const useNetworks = createHostStore<NetworksState>({ networks: undefined, problem: undefined });

export async function loadNetworks(): Promise<void> {
  try {
    useNetworks.setState({ networks: await currentClient().request('network.list', {}), problem: undefined });
  } catch (error) {
    useNetworks.setState({ problem: failureText(t('cannot list the networks of the host'), error) });
  }
}

interface Change {
  readonly title: string;
  readonly subject: string;
  readonly done: string;
  readonly failed: string;
  readonly run: (signal: AbortSignal) => Promise<unknown>;
  readonly again: () => void;
  /** Makes it as it was before. */
  readonly undo: () => void;
}

async function runChange({ title, subject, done, failed, run, again, undo }: Change): Promise<boolean> {
  try {
    await startOperation({
      title,
      subject,
      activeLabel: t('being changed'),
      canCancel: false,
      again,
      run: ({ signal }) => run(signal),
    }).result;
    notify({ tone: 'done', text: done, action: { label: t('Undo'), run: undo } });
    await loadNetworks();
    return true;
  } catch (error) {
    notifyFailure(failed, error);
    return false;
  }
}

/** `was`: the network that it has. A container that runs is stopped for it, and started again whatever comes of it. */
export function changeNetwork(name: string, was: Network, network: Network): Promise<boolean> {
  const isUp = isRunning(name);
  return runChange({
    title: t('Changing network of {name}', { name }),
    subject: name,
    done: isUp
      ? t('{name} is on the network {network}.', { name, network: describeNetwork(network) })
      : t('{name} is on the network {network} from its next start.', { name, network: describeNetwork(network) }),
    failed: t('cannot change the network of {name}', { name }),
    run: (signal) => changeStopped(name, network, signal),
    again: () => void changeNetwork(name, was, network),
    undo: () => void changeNetwork(name, network, was),
  });
}

function isRunning(name: string): boolean {
  return (useContainers.getState().byName.get(name)?.initPid ?? null) !== null;
}

async function changeStopped(name: string, network: Network, signal: AbortSignal): Promise<void> {
  const client = currentClient();
  const isUp = isRunning(name);
  const force = useContainers.getState().byName.get(name)?.state === 'frozen';
  if (isUp) await client.request('container.stop', { name, force }, { signal });
  try {
    await client.request('network.change', { name, network }, { signal });
  } finally {
    if (isUp) await client.request('container.start', { name }, { signal });
  }
}

export function publishPort(name: string, publication: Publication): Promise<boolean> {
  const words = describeHostPort(publication);
  return runChange({
    title: t('Publishing {words}', { words }),
    subject: name,
    done: t('{words} of the host leads to port {port} of {name}.', { words, port: publication.port, name }),
    failed: t('cannot publish {words} for {name}', { words, name }),
    run: (signal) => currentClient().request('port.publish', { name, ...publication }, { signal }),
    again: () => void publishPort(name, publication),
    undo: () => void unpublishPort(name, publication),
  });
}

/** Publishes the port, after it has let the container's own domain listen on it. */
export async function publishAndListen(container: Container, publication: Publication): Promise<boolean> {
  const { name, ports, allow, connectTypes } = container;
  const { protocol, port } = publication;
  const confined = await confineContainer(name, {
    confinement: 'own',
    ports: [...ports, { protocol, port }],
    allow,
    connectTypes,
    connectPorts: [],
    learnSeconds: defaultLearnSeconds,
  });
  return confined !== undefined && publishPort(name, publication);
}

export function unpublishPort(name: string, publication: Publication): Promise<boolean> {
  const { protocol, address, hostPort } = publication;
  const words = describeHostPort(publication);
  return runChange({
    title: t('Unpublishing {words}', { words }),
    subject: name,
    done: t('{words} no longer leads to {name}.', { words, name }),
    failed: t('cannot unpublish {words}', { words }),
    run: (signal) => currentClient().request('port.unpublish', { name, protocol, address, hostPort }, { signal }),
    again: () => void unpublishPort(name, publication),
    undo: () => void publishPort(name, publication),
  });
}

export function linkContainers(name: string, other: string): Promise<boolean> {
  return runChange({
    title: t('Linking {name} and {other}', { name, other }),
    subject: name,
    done: t("{name} and {other} reach each other's addresses.", { name, other }),
    failed: t('cannot link {name} and {other}', { name, other }),
    run: (signal) => currentClient().request('network.link', { name, other }, { signal }),
    again: () => void linkContainers(name, other),
    undo: () => void unlinkContainers(name, other),
  });
}

export function unlinkContainers(name: string, other: string): Promise<boolean> {
  return runChange({
    title: t('Unlinking {name} and {other}', { name, other }),
    subject: name,
    done: t('{name} and {other} no longer reach each other.', { name, other }),
    failed: t('cannot unlink {name} and {other}', { name, other }),
    run: (signal) => currentClient().request('network.unlink', { name, other }, { signal }),
    again: () => void unlinkContainers(name, other),
    undo: () => void linkContainers(name, other),
  });
}

/** `address`: the net that it is to have; null for the next one that is free. */
export function createNetwork(name: string, address: string | null): Promise<boolean> {
  return runChange({
    title: t('Setting up the network {name}', { name }),
    subject: name,
    done: t('The network {name} is there.', { name }),
    failed: t('cannot set up the network {name}', { name }),
    run: (signal) => currentClient().request('network.create', { name, address }, { signal }),
    again: () => void createNetwork(name, address),
    undo: () => void removeNetwork(name, address),
  });
}

/** `address`: its net, so that it can be set up again. */
export function removeNetwork(name: string, address: string | null): Promise<boolean> {
  return runChange({
    title: t('Removing the network {name}', { name }),
    subject: name,
    done: t('The network {name} is gone.', { name }),
    failed: t('cannot remove the network {name}', { name }),
    run: (signal) => currentClient().request('network.remove', { name }, { signal }),
    again: () => void removeNetwork(name, address),
    undo: () => void createNetwork(name, address),
  });
}
