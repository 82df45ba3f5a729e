// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { actionNames, polkitId } from '../../contract/actions.ts';
import { operations } from '../../contract/operations/index.ts';
import { outputs } from './outputs.ts';
import { polkitPolicy } from './polkit-policy.ts';
import { protocolReference } from './protocol-reference.ts';

describe('generated files', () => {
  for (const [path, generate] of Object.entries(outputs)) {
    it(`${path} is what npm run generate would write`, async () => {
      expect(readFileSync(join(import.meta.dirname, '../..', path), 'utf8')).toBe(await generate());
    });
  }
});

describe('the polkit policy', () => {
  it('holds every action that an operation asks for, and none besides', () => {
    const inFile = [...polkitPolicy().matchAll(/<action id="([^"]+)">/g)].map(([, id]) => id);
    const asked = new Set(Object.values(operations).map(({ action }) => polkitId(action)));
    expect(inFile.sort()).toEqual([...asked].sort());
    expect(asked.size).toBe(actionNames.length);
  });
});

describe('the protocol reference', () => {
  it('has a section for every operation, with the schema of its params', () => {
    const sections = protocolReference().split(/^### /m).slice(1);
    expect(sections.map((section) => section.split('\n')[0])).toEqual(Object.keys(operations));
    expect(sections.filter((section) => !/^Params:\n\n```/m.test(section))).toEqual([]);
  });
});
