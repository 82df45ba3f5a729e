/** The container images of the lab's image store. */
import type { RecipeFile } from './guest-files.ts';
export interface ImageRecipe {
    readonly name: string;
    readonly description: string;
    readonly packages: readonly string[];
    readonly files: readonly RecipeFile[];
    readonly enabled: readonly string[];
    readonly masked: readonly string[];
}
export declare const images: readonly ImageRecipe[];
