// SPDX-License-Identifier: Apache-2.0
/** What the files of the commands add themselves to. */

import type { Command } from 'commander';
import type { Action } from './command-context.ts';

export interface Registry {
  readonly program: Command;
  /**
   * Runs what the command line asked for. Without `severalHosts` it is asked of one host; with `needsHost: false` of
   * none, so that it runs whatever host is chosen.
   */
  act(action: Action, options?: { readonly severalHosts?: boolean; readonly needsHost?: boolean }): Promise<void>;
}
