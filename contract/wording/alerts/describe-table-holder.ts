// SPDX-License-Identifier: Apache-2.0
/** Says who holds most of a table, in words, as the object of a sentence. */

import type { TableHolder } from '../../model/host/table-holder.ts';
import { say, type Words } from '../../text.ts';

/** `neighbours`: one for all network namespaces. `connections`: those that the host tracks. */
export type SharedTableName = 'neighbours' | 'connections';

/** The name of a container is data: it is escaped where it is shown. */
export function describeTableHolder(holder: TableHolder, table: SharedTableName): Words {
  if (holder.of === 'container') return say('the container {name}', { name: holder.name });
  if (holder.of === 'host') return say('the host itself');
  return table === 'neighbours' ? say('a namespace of no running container') : say('addresses of no running container');
}
