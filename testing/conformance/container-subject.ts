// SPDX-License-Identifier: Apache-2.0
/** The subject of the conformance suite, together with the container whose life the cases follow. */

import type { Container } from '../../contract/model/containers/container.ts';
import type { Client } from '../../rpc/client.ts';
import type { ConformanceSubject } from './subject.ts';

export interface ContainerSubject extends ConformanceSubject {
  /** The container is created under this name, and each case finds it as the one before left it. */
  readonly name: string;
}

export async function findContainer(client: Client, name: string): Promise<Container | undefined> {
  const { containers } = await client.request('container.list', {});
  return containers.find((container) => container.name === name);
}
