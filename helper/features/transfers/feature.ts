// SPDX-License-Identifier: Apache-2.0
/** Takes containers from one host to another, as files. */

import { fail } from '../../../contract/errors.ts';
import type { Input } from '../../../contract/operations/index.ts';
import { serviceLimits } from '../../../contract/rules/service-limits.ts';
import { say } from '../../../contract/text.ts';
import type { HostPlaces } from '../../lxc/places.ts';
import type { HandlersOf, RecoveryStep } from '../../server/feature.ts';
import { createPlaces } from '../../system/work/places.ts';
import { reportProgress } from '../../system/work/report-progress.ts';
import { addChecksum } from './checksum.ts';
import { exportContainer, type ExportOptions, stageExport } from './export-container.ts';
import { importContainer, type ImportOptions } from './import-container.ts';
import { recoverInstanceImages } from './import-instance.ts';
import { recoverRoots } from './import-root.ts';
import { packFiles } from './pack-files.ts';
import type { ContainerFolders } from './ports.ts';
import { createScratch } from './scratch.ts';

export interface TransfersFeature {
  readonly handlers: HandlersOf<'container.export' | 'container.import'>;
  readonly folders: ContainerFolders;
  /** Removes what is left of transfers that were cut off. */
  readonly recovery: {
    readonly transfers: RecoveryStep;
    /** Both steps run once creations that were cut off are undone. */
    readonly 'imported-roots': RecoveryStep;
    readonly 'imported-instances': RecoveryStep;
  };
}

export interface TransfersFeatureOptions
  extends Omit<ExportOptions, 'scratch' | 'containers'>, Omit<ImportOptions, 'scratch' | 'containers'> {
  readonly places: HostPlaces;
  readonly containers: ExportOptions['containers'] & ImportOptions['containers'];
}

const perUser = serviceLimits.transfersPerUser.value;

export function createTransfersFeature({ places, ...others }: TransfersFeatureOptions): TransfersFeature {
  const scratch = createScratch(places.state);
  const options = { ...others, scratch };
  const transfers = createPlaces(perUser);

  /** Gives the function that ends it. */
  function takePlace(uid: number): () => void {
    return (
      transfers.take(uid) ??
      fail('too-busy', { limit: say('{perUser} exports and imports of containers for each user', { perUser }) })
    );
  }

  return {
    folders: {
      write: (container, signal) => stageExport(container, options, signal),
      create: ({ folder, uid, chosen }, signal) =>
        importContainer(
          { chosen, uid, input: inputOf(packFiles(chosen.name ?? '', folder, signal)) },
          { ...options, report: () => undefined },
          signal,
        ),
    },
    handlers: {
      async *'container.export'(params, { caller, signal }) {
        const release = takePlace(caller.identity.uid);
        try {
          return yield* exportContainer(params, options, signal);
        } finally {
          release();
        }
      },
      'container.import': (params, { caller, input, signal }) =>
        reportProgress(async (report) => {
          const { uid } = caller.identity;
          const release = takePlace(uid);
          try {
            return await importContainer({ chosen: params, uid, input }, { ...options, report }, signal);
          } finally {
            release();
          }
        }),
    },
    recovery: {
      transfers: scratch.clear,
      'imported-roots': () => recoverRoots(others),
      'imported-instances': () => recoverInstanceImages(others),
    },
  };
}

/** Gives the pieces of a packed container as a client sends them. */
async function* inputOf(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Input<'container.import'>, void, undefined> {
  for await (const data of addChecksum(pieces)) yield { type: 'data', data };
  yield { type: 'end' };
}
