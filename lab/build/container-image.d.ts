/** Puts a container image into the guest's image store, unpacked, with the description that the helper lists it by. */
import type { ImageRecipe } from '../recipe/images.ts';
export declare function storeImage(image: ImageRecipe, imageRoot: string, guestRoot: string): Promise<void>;
