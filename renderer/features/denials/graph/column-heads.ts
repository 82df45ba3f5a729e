/** What the columns of the graph are called, and what that means. */

import type { GraphColumn } from './denial-graph.ts';

export const columnHeads: Readonly<Record<GraphColumn, { readonly label: string; readonly meaning: string }>> = {
  program: { label: 'Program', meaning: 'The name that the process bears; a container chooses it freely' },
  container: { label: 'Container', meaning: 'Where the process runs' },
  domain: { label: 'Domain', meaning: 'The SELinux type of the process: rules are written for it' },
  access: { label: 'Tried', meaning: 'The class of the object and the permissions that were asked for' },
  object: { label: 'Object', meaning: 'The SELinux type of what was reached for' },
};
