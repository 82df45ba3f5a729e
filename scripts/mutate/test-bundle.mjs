// SPDX-License-Identifier: Apache-2.0
/** A test file with all sources that it imports, as one function: each call of it evaluates them again. */

import { dirname } from 'node:path';
import { readFile } from 'node:fs/promises';
import { compileFunction } from 'node:vm';
import { build } from 'esbuild';

/**
 * @typedef {object} TestBundle
 * @property {ReadonlySet<string>} sources The paths of the project's files in it.
 * @property {() => void} evaluate Evaluates the test file, and what it imports of the project, from the beginning.
 */

/**
 * Packages are imported once, and shared by all bundles.
 *
 * @param {string} path The test file, absolute.
 * @returns {Promise<TestBundle>}
 */
export async function bundleTest(path) {
  const { outputFiles, metafile } = await build({
    entryPoints: [path],
    absWorkingDir: process.cwd(),
    bundle: true,
    write: false,
    metafile: true,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    logLevel: 'silent',
    plugins: [knowOwnPlace],
  });
  const packages = new Map();
  for (const { path: name, external } of Object.values(metafile.outputs).flatMap(({ imports }) => imports))
    if (external && !packages.has(name)) packages.set(name, settled(name, await import(name)));
  const evaluate = compileFunction(outputFiles[0].text, ['require', 'module', 'exports'], { filename: path });
  return {
    sources: new Set(Object.keys(metafile.inputs)),
    evaluate: () => evaluate((name) => packages.get(name), { exports: {} }, {}),
  };
}

/** A package as tests get it that are evaluated many times in one process. */
function settled(name, exported) {
  if (name === 'fast-check') return withFewRuns(exported);
  return name === 'koffi' ? withTypesKnown(exported.default) : withDefault(exported);
}

/** What `require` would give: of a CommonJS module its `module.exports`, which `import` gives as the default. */
function withDefault(exported) {
  const { default: whole, ...others } = exported;
  const isWhole = whole !== undefined && Object.keys(others).every((name) => name in Object(whole));
  return isWhole ? whole : exported;
}

/** Random input that is the same for each mutant, and little of it. */
function withFewRuns(fastCheck) {
  const assert = (property, { numRuns = maxRuns, ...parameters } = {}) =>
    fastCheck.assert(property, { ...parameters, numRuns: Math.min(numRuns, maxRuns), seed: 1 });
  return { ...fastCheck, assert };
}

const declaredTypes = new Map();

/** A type of C is declared once in a process. */
function withTypesKnown(koffi) {
  const once =
    (declare) =>
    (name, ...parts) => {
      if (!declaredTypes.has(name)) declaredTypes.set(name, declare(name, ...parts));
      return declaredTypes.get(name);
    };
  return { ...koffi, struct: once(koffi.struct), opaque: once(koffi.opaque), union: once(koffi.union) };
}

const maxRuns = 30;

/** A bundle has one place; tests find their fixtures by the place of their own file. */
const knowOwnPlace = {
  name: 'know-own-place',
  setup({ onLoad }) {
    onLoad({ filter: /\.tsx?$/, namespace: 'file' }, async ({ path }) => ({
      loader: path.endsWith('x') ? 'tsx' : 'ts',
      contents: (await readFile(path, 'utf8'))
        .replaceAll('import.meta.dirname', JSON.stringify(dirname(path)))
        .replaceAll('import.meta.filename', JSON.stringify(path))
        .replaceAll('import.meta.url', JSON.stringify(`file://${path}`)),
    }));
  },
};
