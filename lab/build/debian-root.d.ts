/** Makes Debian roots in folders: installs packages, writes the recipe's files, sets units. Needs root. */
import type { RecipeFile } from '../recipe/guest-files.ts';
export interface RootRecipe {
    readonly release: string;
    readonly packages: readonly string[];
    readonly files: readonly RecipeFile[];
    readonly enabled: readonly string[];
    readonly masked: readonly string[];
}
export declare function makeDebianRoot(root: string, recipe: RootRecipe, signal?: AbortSignal): Promise<void>;
/** Replaces what a package put there: a symlink too, which would otherwise be followed out of the root. */
export declare function writeRootFile(root: string, file: RecipeFile): Promise<void>;
export declare function linkInRoot(root: string, path: string, target: string): Promise<void>;
