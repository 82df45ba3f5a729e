/** The files that turn a bare Debian root into the lab's guest, and the units that it must not run. */
export interface RecipeFile {
    readonly path: string;
    readonly content: string;
    readonly mode?: number;
}
/** Units that make noise, need the internet, wait for hardware that the guest has not, or cost seconds at each login. */
export declare const guestMaskedUnits: readonly string[];
export declare const guestEnabledUnits: readonly string[];
export declare const guestFiles: readonly RecipeFile[];
