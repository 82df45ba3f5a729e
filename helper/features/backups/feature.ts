// SPDX-License-Identifier: Apache-2.0
/** Backups of containers in repositories of restic. */

import type { HandlersOf, OperationsOf } from '../../server/feature.ts';
import { createRepositories, type RepositoriesOptions } from './repositories.ts';

export interface BackupsFeature {
  readonly handlers: HandlersOf<OperationsOf<'backup'>>;
}

export function createBackupsFeature(options: RepositoriesOptions): BackupsFeature {
  const repositories = createRepositories(options);
  return {
    handlers: {
      'backup.repositories': async () => ({ repositories: [...repositories.list()] }),
      'backup.add': (params, { signal }) => repositories.add(params, signal),
      async 'backup.remove'({ repository }) {
        repositories.remove(repository);
        return {};
      },
      'backup.key': async ({ repository }) => ({ key: repositories.readKey(repository) }),
    },
  };
}
