// SPDX-License-Identifier: Apache-2.0
/** What the conformance suite is run against: a host, seen through its client only. */

import type { Client } from '../../rpc/client.ts';

export interface ConformanceSubject extends AsyncDisposable {
  readonly client: Client;
  /** An image that the host has, with an init that ends when it is asked to. */
  readonly image: string;
  /** A name that no container has. What is made under it is removed at the end. */
  newName(): string;
  /** An empty folder of the host that may be given to a container. */
  newFolder(): Promise<string>;
}
