// SPDX-License-Identifier: Apache-2.0
import type { Container } from '../../contract/model/containers/container.ts';
import type { Engine } from '../../contract/model/engines/engine.ts';
import type { EngineTerms } from './engine-terms.ts';
import { termsOfIncus } from './incus-terms.ts';
import { termsOfLxc } from './lxc-terms.ts';

const terms: Readonly<Record<Engine, (name: string) => EngineTerms>> = { lxc: termsOfLxc, incus: termsOfIncus };

/** Gives the words and commands of the engine that runs a container. */
export function termsOf({ engine, name }: Pick<Container, 'engine' | 'name'>): EngineTerms {
  return terms[engine](name);
}
