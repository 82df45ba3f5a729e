// SPDX-License-Identifier: Apache-2.0
/** Brings containers of other tools under Bulkhead, and back. */

import { readEnforcement } from '../../selinux/enforcement.ts';
import type { HandlersOf, RecoveryStep } from '../../server/feature.ts';
import { reportProgress } from '../../system/work/report-progress.ts';
import { adoptContainer, previewAdoption } from './adopt-container.ts';
import type { Containers } from '../containers/ports/containers.ts';
import { createInstanceAdoptions, type InstanceAdoptionHost } from './adopt-instance.ts';
import type { AdoptionHost } from './adoption-host.ts';
import type { Adoptions } from './adoptions.ts';
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
  readonly containers: AdoptionHost['containers'] & InstanceAdoptionHost['containers'] & Pick<Containers, 'ofEngine'>;
  readonly onTrouble: (container: string, error: unknown) => void;
}

export function createAdoptionFeature({ onTrouble, ...options }: AdoptionFeatureOptions): AdoptionFeature {
  const host: AdoptionHost = {
    ...options,
    hasImage: options.images.has,
    hasSelinux: () => readEnforcement() !== undefined,
    originals: createOriginals(options.places),
  };
  const lxc: Adoptions = {
    async preview({ name }, { uid }) {
      const { ids: _ids, ...preview } = await previewAdoption(name, { uid }, host);
      return preview;
    },
    adopt: (params, report, { uid, signal }) => adoptContainer(params, host, { by: { uid }, report, signal }),
    restore: ({ name, force }) => restoreOriginal(name, force, host),
    forget: (name) => removeOriginal(name, host),
  };
  const incus = createInstanceAdoptions(options);
  const ofEngine = (name: string): Adoptions => options.containers.ofEngine(name, { lxc, incus });
  return {
    handlers: {
      'container.preview-adoption': (params, { caller, signal }) =>
        ofEngine(params.name).preview(params, { uid: caller.identity.uid, signal }),
      'container.adopt': (params, { caller, signal }) =>
        reportProgress((report) => ofEngine(params.name).adopt(params, report, { uid: caller.identity.uid, signal })),
      'container.restore-original': (params) => ofEngine(params.name).restore(params),
      'container.remove-original': async ({ name }) => ({ left: [...(await ofEngine(name).forget(name))] }),
    },
    recovery: { adoptions: () => recoverAdoptions(host, onTrouble) },
  };
}
