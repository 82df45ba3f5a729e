/** What makes a Debian root a good container image: its units all succeed inside a user namespace, its network comes up by DHCP. */
import type { RecipeFile } from './guest-files.ts';
/** Each of these fails, or has nothing to do, in a container with a user namespace of its own. */
export declare const imageMaskedUnits: readonly string[];
export declare const imageEnabledUnits: readonly string[];
export declare const imageFiles: readonly RecipeFile[];
