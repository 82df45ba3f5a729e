// SPDX-License-Identifier: Apache-2.0
/** Failures for which the host is the reason, so that the check of the host says more. */

import { isFailure, type FailureCode } from '../../contract/errors.ts';

const codes: ReadonlySet<FailureCode> = new Set([
  'network-unavailable',
  'selinux-unavailable',
  'lxc-unavailable',
  'policy-unavailable',
  'policy-worker-unavailable',
  'disk-full',
]);

export function isHostFailure(error: unknown): boolean {
  return isFailure(error) && codes.has(error.code);
}
