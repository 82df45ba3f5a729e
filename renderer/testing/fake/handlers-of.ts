// SPDX-License-Identifier: Apache-2.0
/** The type of a part of the handlers of the fake host. */

import type { OperationName } from '../../../contract/operations/index.ts';
import type { Handlers } from '../../../rpc/handlers.ts';

/** Handlers of the operations with these names; a name may be a pattern such as `file.${string}`. */
export type HandlersOf<Name extends string> = Pick<Handlers<string>, Extract<OperationName, Name>>;
