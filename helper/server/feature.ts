// SPDX-License-Identifier: Apache-2.0
/** What a feature gives the helper: handlers of its operations, what recovers it at a start, and its end. */

import type { OperationName } from '../../contract/operations/index.ts';
import type { Handlers } from '../../rpc/handlers.ts';
import type { Caller } from './caller.ts';

/** Handlers of these operations, with params and result as the contract has them. */
export type HandlersOf<Name extends OperationName> = Pick<Handlers<Caller>, Name>;

/** The operations whose names begin so, for example `container`. */
export type OperationsOf<Domain extends string> = Extract<OperationName, `${Domain}.${string}`>;

/** Finishes or undoes what a crashed helper or a reboot left. `recovery.ts` says when it runs. */
export type RecoveryStep = () => Promise<void>;
