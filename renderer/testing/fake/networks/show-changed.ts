// SPDX-License-Identifier: Apache-2.0
/** Shows a container as it is after a change of its network, which takes the host a moment. */

import type { Container } from '../../../../contract/model/containers/container.ts';
import type { FakeHost } from '../fake-host.ts';
import { pause } from '../pause.ts';

/** Gives the container again, once all who watch have it. */
export async function showChanged(host: FakeHost, container: Container): Promise<Container> {
  await pause(300);
  host.change(container);
  return container;
}
