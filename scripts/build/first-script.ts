// SPDX-License-Identifier: Apache-2.0
/** How much script a start of the window loads before its first picture, as the bundler wrote it. */

/** Describes a file of the bundle. */
export interface ScriptFile {
  readonly fileName: string;
  readonly code: string;
  /** Names of the files that it imports at once. */
  readonly imports: readonly string[];
  /** Paths of the modules that it holds. */
  readonly moduleIds: readonly string[];
}

/** The most bytes of each page. 1 kB is 1000 bytes. */
export const maxFirstScriptBytes = { renderer: 760_000, cockpit: 800_000 } as const;

/** Modules that every start loads, one after the other. */
const everyStart = ['renderer/app/main.tsx', 'renderer/app/start-page.tsx'];

/** Pages with which a window starts that nobody has used yet: the overview, and the list of its containers. */
const firstPages = [
  'renderer/features/overview/overview-page.tsx',
  'renderer/features/container-list/containers-page.tsx',
] as const;

/** Bytes for the larger one of the first pages: its module, those of every start, and all that they import at once. */
export function measureFirstScript(files: readonly ScriptFile[]): number {
  return Math.max(...firstPages.map((page) => sizeOf(files, [...everyStart, page])));
}

/** Fails when it is more than the limit, so that no build is. */
export function checkFirstScript(files: readonly ScriptFile[], target: keyof typeof maxFirstScriptBytes): number {
  const bytes = measureFirstScript(files);
  const limit = maxFirstScriptBytes[target];
  if (bytes > limit)
    throw new Error(
      `cannot build ${target}: a start loads ${bytes} bytes of script before its first picture, at most ` +
        `${limit}. Load what the first pages do not need as a part (renderer/ui/part.tsx)`,
    );
  return bytes;
}

function sizeOf(files: readonly ScriptFile[], modules: readonly string[]): number {
  const byName = new Map(files.map((file) => [file.fileName, file]));
  const loaded = new Set(modules.map((module) => fileWith(files, module)));
  // What is imported joins the set while it is gone through.
  for (const { imports } of loaded)
    for (const name of imports) {
      const file = byName.get(name);
      if (file !== undefined) loaded.add(file);
    }
  return [...loaded].reduce((sum, { code }) => sum + Buffer.byteLength(code), 0);
}

function fileWith(files: readonly ScriptFile[], module: string): ScriptFile {
  const file = files.find(({ moduleIds }) => moduleIds.some((id) => id.endsWith(`/${module}`)));
  if (file === undefined) throw new Error(`cannot measure the first script: no file of the bundle holds ${module}`);
  return file;
}
