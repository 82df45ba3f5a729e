// SPDX-License-Identifier: Apache-2.0
/** The roles that the fake host begins with. */

import type { Grant } from '../../../contract/model/access/access.ts';

export const seedGrants: readonly Grant[] = [
  { kind: 'user', name: 'carol', role: 'see', tag: null },
  { kind: 'user', name: 'dave', role: 'operate', tag: 'front' },
];
