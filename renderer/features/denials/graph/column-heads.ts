// SPDX-License-Identifier: Apache-2.0
/** What the columns of the graph are called, and what that means. */

import type { GraphColumn } from './denial-graph.ts';

export const columnHeads: Readonly<Record<GraphColumn, { readonly label: string; readonly meaning: string }>> = {
  program: { label: 'Program', meaning: 'The name of the process. A container can choose any name.' },
  container: { label: 'Container', meaning: 'Container of the process.' },
  domain: { label: 'Domain', meaning: 'SELinux type of the process. Policy rules refer to it.' },
  access: { label: 'Access', meaning: 'Class of the object, and the requested permissions.' },
  object: { label: 'Object', meaning: 'SELinux type of the object.' },
};
