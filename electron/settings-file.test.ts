// SPDX-License-Identifier: Apache-2.0
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import * as z from 'zod';
import { settingsFile } from './settings-file.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bulkhead-settings-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const schema = z.object({ number: z.number() });
const parse = (raw: unknown): z.infer<typeof schema> | undefined => schema.safeParse(raw).data;

test('gives back what was written, and leaves nothing else behind', () => {
  const file = settingsFile(join(folder, 'a.json'), parse, { number: 0 });
  file.write({ number: 7 });
  expect([file.read(), readdirSync(folder)]).toEqual([{ number: 7 }, ['a.json']]);
});

test.each(['', '{"number":', '{"number":"7"}', 'null'])('a file that holds %j counts as absent', (text) => {
  writeFileSync(join(folder, 'a.json'), text);
  expect(settingsFile(join(folder, 'a.json'), parse, { number: 1 }).read()).toEqual({ number: 1 });
});
