// SPDX-License-Identifier: Apache-2.0
/** What adopts containers of one engine, and brings them back. */

import type { GivenAdoptionPreview } from '../../../contract/model/containers/adoption.ts';
import type { Container } from '../../../contract/model/containers/container.ts';
import type { GivenItem, Params } from '../../../contract/operations/index.ts';

interface Request {
  /** Who gives folders of the host to the container. */
  readonly uid: number;
  readonly signal: AbortSignal;
}

export interface Adoptions {
  /** Changes nothing. */
  preview(params: Params<'container.preview-adoption'>, request: Request): Promise<GivenAdoptionPreview>;
  adopt(
    params: Params<'container.adopt'>,
    report: (item: GivenItem<'container.adopt'>) => void,
    request: Request,
  ): Promise<Container>;
  /** Restores what was before the adoption. */
  restore(params: Params<'container.restore-original'>): Promise<Container>;
  /** Removes the original, and gives paths of the host that stay. */
  forget(name: string): Promise<readonly string[]>;
}
