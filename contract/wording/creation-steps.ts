// SPDX-License-Identifier: Apache-2.0
/** The steps of the creation of a container. */

import * as z from 'zod';
import { makeOnce } from '../make-once.ts';
import type { Confinement, ServedPortNumber } from '../model/containers/container.ts';
import { isPlainChoice, type PlainChoice } from '../model/policy/plain-kinds.ts';

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
interface StepChoices extends Partial<PlainChoice> {
  readonly published?: readonly ServedPortNumber[];
  readonly connectTypes?: readonly unknown[];
  readonly connectPorts?: readonly unknown[];
  readonly confinement: Confinement;
  readonly volumes: readonly unknown[];
  readonly start: boolean;
  readonly files?: unknown;
}

/**
 * The steps that a creation with these choices has, in order. The host adds `policy` where it has no plain domain left
 * (contract/model/policy/plain-kinds.ts).
 */
export function creationSteps(chosen: StepChoices): readonly CreationStep[] {
  const isLeftOut: Readonly<Partial<Record<CreationStep, boolean>>> = {
    policy: !needsModule(chosen),
    'copy-files': chosen.files === undefined,
    volumes: chosen.volumes.length === 0,
    start: !chosen.start,
    verify: !chosen.start,
  };
  return creationStepSchema().options.filter((step) => isLeftOut[step] !== true);
}

function needsModule({
  confinement,
  ports = [],
  published = [],
  allow = [],
  connectTypes = [],
  connectPorts = [],
}: StepChoices): boolean {
  if (confinement !== 'own') return confinement === 'learning';
  return connectTypes.length + connectPorts.length > 0 || !isPlainChoice({ ports: [...ports, ...published], allow });
}
