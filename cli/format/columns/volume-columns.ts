// SPDX-License-Identifier: Apache-2.0
/** The columns in which people see the volumes of a container. */

import { textOfSource } from '../../../contract/model/containers/named-volume.ts';
import type { Volume } from '../../../contract/model/containers/volume.ts';
import type { Column } from '../../output/format-table.ts';

export const volumeColumns: readonly Column<Volume>[] = [
  { title: 'PLACE', cell: ({ target }) => target },
  { title: 'FOLDER OF THE HOST', cell: ({ source }) => textOfSource(source) },
  { title: 'ACCESS', cell: ({ readOnly }) => (readOnly ? 'read' : 'read, write') },
  {
    title: 'REACHED BY',
    cell: ({ category }) => (category === null ? 'this container' : `those that share it (c${category})`),
  },
];
