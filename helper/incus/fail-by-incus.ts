// SPDX-License-Identifier: Apache-2.0
/** Failures of the contract for what Incus says. */

import { fail } from '../../contract/errors.ts';
import { failWithoutMajority, isWithoutMajority } from './cluster-members.ts';
import { isIncusError } from './incus-error.ts';

/** Words for an error of Incus about this container; any other error stays as it is. */
export function failByIncus(name: string, error: unknown): never {
  if (!isIncusError(error)) throw error as Error;
  if (isWithoutMajority(error)) failWithoutMajority(error);
  if (error.kind === 'denied' || error.kind === 'operation-lost')
    fail('container-failed', { name, reason: error.message });
  fail('incus-unavailable', { reason: error.message });
}
