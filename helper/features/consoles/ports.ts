// SPDX-License-Identifier: Apache-2.0
/** What consoles offer to the other features: a command in a container, in its own context. */

import type { Input, Item, Result } from '../../../contract/operations/index.ts';
import type { AttachTarget } from '../containers/ports/containers.ts';

/** What runs inside. */
export interface InsideCommand {
  /** An argument array is run as it is; a login shell when left out. */
  readonly command?: readonly string[] | undefined;
  /** Root when left out. */
  readonly user?: string | undefined;
  /** The user's home for a login shell, and `/` for a command, when left out. */
  readonly folder?: string | undefined;
}

interface ConsoleClient {
  readonly columns: number;
  readonly rows: number;
  /** The console is this user's; the number of consoles is limited for each uid. */
  readonly uid: number;
  readonly input: AsyncIterable<Input<'console.open'>>;
}

export interface ConsoleRequest extends ConsoleClient, InsideCommand {
  readonly target: AttachTarget;
  /** Says whether it waits for its client to come back when the connection ends; false when left out. */
  readonly isKept?: boolean;
}

export interface BootConsoleRequest extends ConsoleClient {
  readonly target: AttachTarget;
  /** Says whether it waits for its client, as in {@link ConsoleRequest}. */
  readonly isKept?: boolean;
}

interface AttachRequest extends ConsoleClient {
  readonly name: string;
  readonly session: string;
}

export type ConsoleItems = AsyncGenerator<Item<'console.open'>, Result<'console.open'>, undefined>;

export interface Consoles {
  /**
   * Gives nothing of the output, and takes no input, before the context of the attached process was verified; an empty
   * item says that it was.
   */
  open(request: ConsoleRequest, signal: AbortSignal): ConsoleItems;
  /**
   * Joins `/dev/console`. Fails with `console-busy` while another session has it, and with `console-not-isolated` when
   * init does not run in the context of the container.
   */
  openBoot(request: BootConsoleRequest, signal: AbortSignal): ConsoleItems;
  /** Fails with `console-not-found` for a session that is not there, or is another user's. */
  attach(request: AttachRequest, signal: AbortSignal): ConsoleItems;
  /** Leaves the sessions that outlive the helper to the next one, and kills the others that wait for their clients. */
  close(): void;
}
