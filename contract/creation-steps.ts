// SPDX-License-Identifier: Apache-2.0
/** The steps of the creation of a container. */

import * as z from 'zod';
import { makeOnce } from './make-once.ts';
import type { Confinement } from './model/containers/container.ts';

/** The steps of a creation, in order; each is reported when it begins. */
export const creationStepSchema = makeOnce(() =>
  z.enum([
    'check',
    'reserve',
    'policy',
    'prepare-image',
    'copy-files',
    'mount',
    'configure',
    'volumes',
    'start',
    'verify',
  ]),
);
export type CreationStep = z.infer<ReturnType<typeof creationStepSchema>>;

/** What of the choices adds steps. */
interface StepChoices {
  readonly confinement: Confinement;
  readonly volumes: readonly unknown[];
  readonly start: boolean;
  readonly files?: unknown;
}

/** The steps that a creation with these choices has, in order. */
export function creationSteps(chosen: StepChoices): readonly CreationStep[] {
  const isLeftOut: Readonly<Partial<Record<CreationStep, boolean>>> = {
    policy: chosen.confinement === 'shared',
    'copy-files': chosen.files === undefined,
    volumes: chosen.volumes.length === 0,
    start: !chosen.start,
    verify: !chosen.start,
  };
  return creationStepSchema().options.filter((step) => isLeftOut[step] !== true);
}
