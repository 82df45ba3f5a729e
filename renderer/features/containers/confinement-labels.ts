/** The wall in words: the same everywhere. */

import type { Wall } from '../../../contract/model/container.ts';

export const confinementModeLabels: Readonly<Record<Wall, { readonly label: string; readonly meaning: string }>> = {
  enforced: {
    label: 'Enforced',
    meaning: 'SELinux refuses whatever the policy does not allow; neighbours are out of reach.',
  },
  permissive: {
    label: 'Permissive',
    meaning:
      'SELinux only notes what it would refuse, until the domain or the host enforces again; nothing is stopped.',
  },
  unconfined: {
    label: 'Unconfined',
    meaning: 'No SELinux confinement: only Unix permissions and namespaces keep this container in.',
  },
  unknown: {
    label: 'Not known',
    meaning: 'It does not run and its configuration names no context: nobody can say before it starts.',
  },
};

/** Weakest first: the order for sorting and for warnings. */
export const confinementOrder: readonly Wall[] = ['unconfined', 'permissive', 'unknown', 'enforced'];
