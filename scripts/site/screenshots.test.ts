// SPDX-License-Identifier: Apache-2.0
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const checkout = join(import.meta.dirname, '../..');

it('each picture of the window is shown somewhere, and each that is shown is there', () => {
  const pages = [
    'README.md',
    ...readdirSync(join(checkout, 'docs'), { recursive: true }).map((file) => join('docs', String(file))),
  ]
    .filter((file) => file.endsWith('.md'))
    .map((file) => readFileSync(join(checkout, file), 'utf8'));
  const shown = pages.flatMap((page) =>
    [...page.matchAll(/assets\/screenshots\/([\w-]+\.png)/g)].map(([, name]) => name),
  );
  expect([...new Set(shown)].sort()).toEqual(readdirSync(join(checkout, 'assets/screenshots')).sort());
});
