// SPDX-License-Identifier: Apache-2.0
/**
 * Finds the tests of the checkout that name what they prove, in brackets at the end of their title: `(C6)`, `(N8)`,
 * `(review F3)`, `(window 5)`.
 */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface NamedTest {
  /** Path in the checkout, with `/`. */
  readonly path: string;
  readonly title: string;
  /** What it proves. */
  readonly ids: readonly string[];
}

const folders = [
  'audit',
  'sepolicy',
  'switch',
  'contract',
  'rpc',
  'hosts',
  'image-servers',
  'helper',
  'cli',
  'electron',
  'renderer',
  'testing',
  'lab',
  'policy',
  'scripts',
  'e2e',
];
const testFile = /\.(?:test|spec)\.tsx?$/;
/** A call of vitest or Playwright, with or without `.each(...)`, and the literal that is its title. */
const call =
  /\b(?:it|test|describe)(?:\.each\([\s\S]*?\))?\(\s*(?:'((?:\\.|[^'\\\n])*)'|"((?:\\.|[^"\\\n])*)"|`((?:\\.|[^`\\])*)`)/g;
const id = /^(?:[A-HN]\d{1,2}|review F\d{1,2}|window \d{1,2}|net-(?:spoof|detour))$/;

/** Every test below `root` that names what it proves, in the order of paths and lines. */
export function findNamedTests(root: string): readonly NamedTest[] {
  return folders
    .flatMap((folder) => filesBelow(root, folder))
    .flatMap((path) => readNamedTests(path, readFileSync(join(root, path), 'utf8')));
}

/** Reads the named tests of one file's text. */
export function readNamedTests(path: string, text: string): readonly NamedTest[] {
  return [...text.matchAll(call)].flatMap(([, single, double, template]) => {
    const title = (single ?? double ?? template ?? '').replaceAll(/\\(['"`])/g, '$1');
    const ids = idsOf(title);
    return ids.length === 0 ? [] : [{ path, title: title.replace(/(?:\s*\([^()]*\))+$/, ''), ids }];
  });
}

function idsOf(title: string): readonly string[] {
  const tail = /(?:\s*\([^()]*\))+$/.exec(title)?.[0] ?? '';
  return [...tail.matchAll(/\(([^()]*)\)/g)]
    .flatMap(([, words = '']) => words.split(/,\s*/))
    .filter((word) => id.test(word));
}

function filesBelow(root: string, folder: string): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => testFile.test(path) && !path.includes('node_modules'))
    .map((path) => `${folder}/${path}`)
    .sort();
}
