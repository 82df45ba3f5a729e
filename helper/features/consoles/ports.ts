// SPDX-License-Identifier: Apache-2.0
/** What consoles offer to the other features: a command in a container, in its own context. */

import type { Input, Item, Result } from '../../../contract/operations/index.ts';
import type { AttachTarget } from '../containers/ports.ts';

export interface ConsoleRequest {
  readonly target: AttachTarget;
  /** Argument array; a login shell when undefined. */
  readonly command: readonly string[] | undefined;
  readonly columns: number;
  readonly rows: number;
  /** Whose console it is; the number of consoles is limited for each uid. */
  readonly uid: number;
  readonly input: AsyncIterable<Input<'console.open'>>;
}

export interface Consoles {
  /** Gives nothing of the output, and takes no input, before the context of the attached process was verified. */
  open(
    request: ConsoleRequest,
    signal: AbortSignal,
  ): AsyncGenerator<Item<'console.open'>, Result<'console.open'>, undefined>;
}
