// SPDX-License-Identifier: Apache-2.0
/** Makes Debian roots in folders: installs packages, writes the recipe's files, sets units. Needs root. */

import { chmod, mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { RecipeFile } from '../recipe/guest-files.ts';
import type { RootRecipe } from '../recipe/root-recipe.ts';
import { runTool } from '../run-tool.ts';
import { hostSources } from './apt-sources.ts';

export async function makeDebianRoot(root: string, recipe: RootRecipe, signal?: AbortSignal): Promise<void> {
  const sources = hostSources(recipe.release);
  const args = [
    '--variant=minbase',
    '--format=directory',
    '--aptopt=APT::Install-Recommends "false"',
    `--include=${recipe.packages.join(',')}`,
    ...initramfsHook(recipe.initramfsModules ?? []),
    '--quiet',
    recipe.release,
    root,
    ...(sources ? ['-'] : []),
  ];
  // It runs in a mount namespace of its own: a build that is killed leaves no /proc or /dev of this host mounted in a
  // folder that is removed later.
  await runTool('unshare', ['--mount', '--', 'mmdebstrap', ...args], { input: sources, signal });
  await removeDocumentation(root);
  for (const file of recipe.files) await writeRootFile(root, file);
  await runTool('systemctl', ['--root', root, 'mask', ...recipe.masked], { signal });
  await runTool('systemctl', ['--root', root, 'enable', ...recipe.enabled], { signal });
}

/**
 * Runs before the kernel's package creates the initramfs. Module names come from the recipe, and contain no special
 * character of the shell.
 */
function initramfsHook(modules: readonly string[]): string[] {
  if (modules.length === 0) return [];
  const folder = '"$1/usr/share/initramfs-tools/modules.d"';
  return [`--essential-hook=mkdir -p ${folder} && printf '%s\\n' ${modules.join(' ')} > ${folder}/lab`];
}

/** Replaces what a package put there: a symlink too, which would otherwise be followed out of the root. */
async function writeRootFile(root: string, file: RecipeFile): Promise<void> {
  const path = join(root, file.path);
  await mkdir(dirname(path), { recursive: true });
  await rm(path, { force: true });
  await writeFile(path, file.content);
  await chmod(path, file.mode ?? 0o644);
}

export async function linkInRoot(root: string, path: string, target: string): Promise<void> {
  await rm(join(root, path), { force: true });
  await symlink(target, join(root, path));
}

async function removeDocumentation(root: string): Promise<void> {
  for (const path of ['usr/share/doc', 'usr/share/man', 'usr/share/locale', 'usr/share/info']) {
    await rm(join(root, path), { recursive: true, force: true });
    await mkdir(join(root, path), { recursive: true });
  }
}
