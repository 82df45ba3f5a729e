// SPDX-License-Identifier: Apache-2.0
/** Finds the containers of the fake host by name, and fails as the helper does where one is not as it has to be. */

import { fail } from '../../../../contract/errors.ts';
import type { Container } from '../../../../contract/model/containers/container.ts';
import type { FakeHost } from '../fake-host.ts';

/** Gives the container of this name. */
export function findContainer(host: Pick<FakeHost, 'containers'>, name: string): Container {
  return host.containers.get(name) ?? fail('container-not-found', { name });
}

/** Gives the container of this name, which Bulkhead has to manage. */
export function findManaged(host: Pick<FakeHost, 'containers'>, name: string): Container {
  const container = findContainer(host, name);
  return container.isManaged ? container : fail('container-not-managed', { name });
}

/** Gives the container of this name, which has to run or to be frozen. */
export function findUp(host: Pick<FakeHost, 'containers'>, name: string): Container {
  const container = findContainer(host, name);
  return container.state === 'stopped' ? fail('container-not-running', { name }) : container;
}

/** Gives the container of this name, which has to be stopped. */
export function findStopped(host: Pick<FakeHost, 'containers'>, name: string): Container {
  const container = findContainer(host, name);
  return container.state === 'stopped' ? container : fail('container-running', { name });
}
