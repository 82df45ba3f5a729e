// SPDX-License-Identifier: Apache-2.0
/** Failures of the contract for what Incus says. */

import { fail } from '../../contract/errors.ts';
import { failWithoutMajority, isWithoutMajority } from './cluster-members.ts';
import { say } from '../../contract/text.ts';
import { isIncusError } from './incus-error.ts';
import { shutdownSeconds } from './incus-instances.ts';

/** Words for an error of Incus about this container; any other error stays as it is. */
export function failByIncus(name: string, error: unknown): never {
  if (!isIncusError(error)) throw error as Error;
  // What it waits for then is an init, and not its cluster.
  if (/^Failed shutting down instance/.test(error.message))
    fail('container-failed', {
      name,
      reason: say('it has not shut down within {shutdownSeconds} s; look at its terminal, or stop it by force', {
        shutdownSeconds,
      }),
    });
  if (isWithoutMajority(error)) failWithoutMajority(error);
  if (error.kind === 'denied' || error.kind === 'operation-lost')
    fail('container-failed', { name, reason: error.message });
  fail('incus-unavailable', { reason: error.message });
}

/** Fails with the words of Incus, for an operation on the policy: Incus is one of the things that a container has. */
export function failInWordsOfIncus(name: string): (error: unknown) => never {
  return (error) => {
    if (isIncusError(error)) fail('container-failed', { name, reason: error.message });
    throw error;
  };
}
