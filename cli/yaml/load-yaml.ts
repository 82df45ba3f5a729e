// SPDX-License-Identifier: Apache-2.0
/** Loads what reads and writes YAML: a bundle of its own, since few commands need it. */

import type * as Yaml from './yaml.ts';

export function loadYaml(): Promise<typeof Yaml> {
  return import('./yaml.ts');
}
