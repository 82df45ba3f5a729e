// SPDX-License-Identifier: Apache-2.0
/**
 * The statement by which the module of a container connects to ports of one type. It is optional: a policy that no
 * longer has the type leaves it out, and is loaded without it, instead of failing as a whole.
 */

import { policyNames } from './names.ts';

export function connectStatement(container: string, type: string): string {
  const { module, domain } = policyNames(container);
  // A dot separates namespaces in the names of optional blocks.
  const name = `${module}_connect_${type.replaceAll('.', '-')}`;
  return `(optional ${name} (call bulkhead_connect_tcp (${domain} ${type})))`;
}

const statement = /^\(optional bulkhead_[cp]_[\w-]+ (\(call bulkhead_connect_tcp \([\w.-]+ ([\w.-]+)\)\))\)$/;

/** The type of a line that is such a statement and nothing else; undefined for any other line. */
export function connectedType(line: string): string | undefined {
  return statement.exec(line.trim())?.[2];
}

/** The call in such a statement; any other line as it is. */
export function withoutOptional(line: string): string {
  return line.trim().replace(statement, '$1');
}
