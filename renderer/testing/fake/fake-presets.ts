// SPDX-License-Identifier: Apache-2.0
/** Presets of the fake host. */

import { fail } from '../../../contract/errors.ts';
import { type Preset, presetSchema } from '../../../contract/preset.ts';
import type { Handlers } from '../../../rpc/handlers.ts';
import { pause } from './pause.ts';

export const seedPresets: readonly Preset[] = [
  presetSchema().parse({
    name: 'web-server',
    choices: {
      image: 'debian-13',
      limits: { memoryBytes: 2 ** 30, cpus: 2 },
      confinement: 'own',
      ports: [{ protocol: 'tcp', port: 80 }],
      published: [{ hostPort: 8080, port: 80 }],
      tags: ['front'],
      start: true,
    },
  }),
];

type PresetHandlers = Pick<Handlers<string>, 'preset.list' | 'preset.save' | 'preset.remove'>;

export function fakePresets({ presets }: { readonly presets: Map<string, Preset> }): PresetHandlers {
  return {
    'preset.list': async () => ({ presets: [...presets.values()].sort((a, b) => (a.name < b.name ? -1 : 1)) }),
    'preset.save': async (preset) => {
      const before = presets.get(preset.name) ?? null;
      await pause(150);
      presets.set(preset.name, preset);
      return { before };
    },
    'preset.remove': async ({ name }) => {
      const before = presets.get(name) ?? fail('preset-not-found', { name });
      await pause(150);
      presets.delete(name);
      return { before };
    },
  };
}
