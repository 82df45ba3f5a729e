// SPDX-License-Identifier: Apache-2.0
/** Findings of an audit as scripts get them: names in snake case, as elsewhere on the command line. */

import type { Finding } from '../../../contract/model/isolation-finding.ts';

export function findingJson(finding: Finding): object {
  if (finding.kind !== 'unconfined') return finding;
  const { isRunning, ...rest } = finding;
  return { ...rest, running: isRunning };
}
