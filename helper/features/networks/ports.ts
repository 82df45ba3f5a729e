// SPDX-License-Identifier: Apache-2.0
/** What the networks offer to the other features. */

import type { Container, Network } from '../../../contract/model/containers/container.ts';
import type { GivenResult, Params } from '../../../contract/operations/index.ts';
import type { HostPort, Publication } from '../../../contract/model/containers/publication.ts';

/** Each may fail with the errors that the contract declares for its operation. */
export interface Networks {
  publish(name: string, publication: Publication): Promise<Container>;
  /** `before`: what was published at that port. */
  unpublish(name: string, port: HostPort): Promise<{ readonly before: Publication; readonly container: Container }>;
  /** `before`: the network that it had. */
  change(name: string, network: Network): Promise<{ readonly before: Network; readonly container: Container }>;
  link(name: string, other: string): Promise<Container>;
  unlink(name: string, other: string): Promise<Container>;
}

/** What of a plan would be denied. Each gives the reasons in the order of what is asked; null where none is known. */
export interface PlannedNetworks {
  ofNetworks(plan: Params<'plan.check'>): GivenResult<'plan.check'>['networks'];
  ofPublished(plan: Params<'plan.check'>): GivenResult<'plan.check'>['published'];
}
