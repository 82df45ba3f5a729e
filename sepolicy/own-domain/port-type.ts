// SPDX-License-Identifier: Apache-2.0
/** The type that a policy gives a port. */

import type { LoadedPolicy } from '../loaded-policy.ts';

/** The first statement of the policy that covers the port counts, as for the kernel. Undefined when none does. */
export function portTypeOf(
  policy: LoadedPolicy,
  { protocol, port }: { readonly protocol: string; readonly port: number },
): string | undefined {
  return policy.ports.find((one) => one.protocol === protocol && one.low <= port && port <= one.high)?.type;
}
