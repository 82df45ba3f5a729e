// SPDX-License-Identifier: Apache-2.0
/** Brings containers of other tools under Bulkhead, and back. */

import { readEnforcement } from '../../selinux/enforcement.ts';
import type { HandlersOf, RecoveryStep } from '../../server/feature.ts';
import { reportProgress } from '../../system/work/report-progress.ts';
import { adoptContainer, previewAdoption } from './adopt-container.ts';
import { adoptInstance, forgetInstance, previewInstance, restoreInstance } from './adopt-instance.ts';
import type { AdoptionHost } from './adoption-host.ts';
import { createOriginals } from './originals.ts';
import { recoverAdoptions } from './recover-adoptions.ts';
import { removeOriginal, restoreOriginal } from './return-original.ts';

export interface AdoptionFeature {
  readonly handlers: HandlersOf<
    'container.preview-adoption' | 'container.adopt' | 'container.restore-original' | 'container.remove-original'
  >;
  readonly recovery: { readonly adoptions: RecoveryStep };
}

export interface AdoptionFeatureOptions extends Omit<AdoptionHost, 'originals' | 'hasImage' | 'hasSelinux'> {
  readonly onTrouble: (container: string, error: unknown) => void;
}

export function createAdoptionFeature({ onTrouble, ...options }: AdoptionFeatureOptions): AdoptionFeature {
  const host: AdoptionHost = {
    ...options,
    hasImage: options.images.has,
    hasSelinux: () => readEnforcement() !== undefined,
    originals: createOriginals(options.places),
  };
  const isOfIncus = (name: string): boolean => host.containers.ofIncus.has(name);
  return {
    handlers: {
      async 'container.preview-adoption'({ name }, { caller, signal }) {
        if (isOfIncus(name)) return previewInstance(name, host, signal);
        const { ids: _ids, ...preview } = await previewAdoption(name, { uid: caller.identity.uid }, host);
        return preview;
      },
      'container.adopt': (params, { caller, signal }) =>
        reportProgress((report) =>
          isOfIncus(params.name)
            ? adoptInstance(params, host, report, signal)
            : adoptContainer(params, host, { by: { uid: caller.identity.uid }, report, signal }),
        ),
      'container.restore-original': (params) =>
        isOfIncus(params.name) ? restoreInstance(params, host) : restoreOriginal(params.name, params.force, host),
      async 'container.remove-original'({ name }) {
        if (isOfIncus(name)) {
          await forgetInstance(name, host);
          return { left: [] };
        }
        return { left: [...(await removeOriginal(name, host))] };
      },
    },
    recovery: { adoptions: () => recoverAdoptions(host, onTrouble) },
  };
}
