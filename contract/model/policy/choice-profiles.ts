// SPDX-License-Identifier: Apache-2.0
/** Ports and choices for common work, to begin with: each can be changed before the container is created. */

import type { Choice } from './choices.ts';
import type { ServedPortNumber } from '../containers/container.ts';
import { t } from '../../text.ts';

export interface ChoiceProfile {
  /** Names it in a list, without a stop. */
  readonly label: string;
  readonly ports: readonly ServedPortNumber[];
  readonly allow: readonly Choice[];
}

const tcp = (...ports: readonly number[]): readonly ServedPortNumber[] =>
  ports.map((port) => ({ protocol: 'tcp', port }));

export const choiceProfiles = {
  web: { label: t('Web server'), ports: tcp(80, 443), allow: ['connect-web', 'jit'] },
  database: { label: 'PostgreSQL', ports: tcp(5432), allow: ['connect-web', 'jit'] },
  build: { label: t('Build machine'), ports: [], allow: ['connect', 'jit'] },
  nested: { label: t('Containers inside'), ports: [], allow: ['connect', 'jit', 'firewall', 'nested', 'fuse'] },
} as const satisfies Readonly<Record<string, ChoiceProfile>>;

export type ProfileName = keyof typeof choiceProfiles;
export const profileNames = Object.keys(choiceProfiles) as readonly ProfileName[];
