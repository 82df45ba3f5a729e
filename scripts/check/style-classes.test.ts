// SPDX-License-Identifier: Apache-2.0
/** All styles of the window are one file, so a class that two features declare has the looks of both in each. */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const features = join(import.meta.dirname, '../../renderer/features');

it('lets only one feature of the window declare a class', () => {
  expect(classesOfSeveral(readRules())).toEqual([]);
});

it('finds a class that two features declare', () => {
  const rules = [
    { feature: 'denials', selectors: '.pane-head' },
    { feature: 'workspace', selectors: '.pane-name,\n.pane-head' },
    { feature: 'workspace', selectors: '.workspace-pane .pane' },
    { feature: 'denials', selectors: '.pane' },
  ];
  expect(classesOfSeveral(rules)).toEqual(['.pane-head']);
});

interface Rule {
  readonly feature: string;
  readonly selectors: string;
}

/** Gives the classes that stand alone as a selector in more than one feature. */
function classesOfSeveral(rules: readonly Rule[]): readonly string[] {
  const owners = new Map<string, Set<string>>();
  for (const { feature, selectors } of rules)
    for (const selector of selectors.split(',').map((one) => one.trim()))
      if (/^\.[\w-]+$/.test(selector)) owners.set(selector, (owners.get(selector) ?? new Set()).add(feature));
  return [...owners].filter(([, all]) => all.size > 1).map(([selector]) => selector);
}

function readRules(): readonly Rule[] {
  return readdirSync(features, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.css'))
    .flatMap((path) => {
      const text = readFileSync(join(features, path), 'utf8').replaceAll(/\/\*[\s\S]*?\*\//g, '');
      const feature = path.split('/')[0] ?? '';
      return Array.from(text.matchAll(/([^{}]+)\{/g), ([, selectors = '']) => ({ feature, selectors }));
    });
}
