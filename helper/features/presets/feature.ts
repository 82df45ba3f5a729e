// SPDX-License-Identifier: Apache-2.0
/** Choices for new containers that are saved under names, in one file of the helper's folder. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { fail } from '../../../contract/errors.ts';
import { maxPresets, type Preset, presetSchema } from '../../../contract/preset.ts';
import type { HandlersOf } from '../../server/feature.ts';
import { hasCode } from '../../system/errno.ts';
import { asDiskFull } from '../../system/files/disk-full.ts';
import { writeDurably } from '../../system/files/write-durably.ts';

export interface PresetsFeature {
  readonly handlers: HandlersOf<'preset.list' | 'preset.save' | 'preset.remove'>;
}

const fileSchema = z.strictObject({ version: z.literal(1), presets: z.array(presetSchema()) });

/** `state`: the helper's folder. Each call reads and writes in one turn, so that none of two is lost. */
export function createPresetsFeature(state: string): PresetsFeature {
  const path = join(state, 'presets.json');

  /** Raises for a file that cannot be understood: saving one preset would lose the others. */
  function read(): readonly Preset[] {
    try {
      return fileSchema.parse(JSON.parse(readFileSync(path, 'utf8'))).presets;
    } catch (error) {
      if (hasCode(error, 'ENOENT')) return [];
      throw error;
    }
  }

  function write(presets: readonly Preset[]): void {
    const sorted = presets.toSorted((one, other) => (one.name < other.name ? -1 : 1));
    try {
      writeDurably(path, `${JSON.stringify({ version: 1, presets: sorted }, undefined, 2)}\n`, 0o600);
    } catch (error) {
      throw asDiskFull(error, state);
    }
  }

  return {
    handlers: {
      'preset.list': async () => ({ presets: [...read()] }),
      'preset.save': async (preset) => {
        const all = read();
        const before = all.find(({ name }) => name === preset.name) ?? null;
        if (before === null && all.length >= maxPresets) fail('too-many-presets', { max: maxPresets });
        write([...all.filter((one) => one !== before), preset]);
        return { before };
      },
      'preset.remove': async ({ name }) => {
        const all = read();
        const before = all.find((one) => one.name === name) ?? fail('preset-not-found', { name });
        write(all.filter((one) => one !== before));
        return { before };
      },
    },
  };
}
