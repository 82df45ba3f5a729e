/** Everything that decides what the lab's disk holds, as one value, and the key under which a disk made from it is cached. */
export declare const recipe: {
    /** Raise when the steps of the build, and not only their data, change what the disk holds. */
    readonly version: 4;
    readonly release: "trixie";
    readonly diskSize: "12G";
    readonly helperGroup: "bulkhead";
    readonly users: readonly import("./users.ts").LabUser[];
    readonly guest: {
        readonly packages: readonly string[];
        readonly files: readonly import("./guest-files.ts").RecipeFile[];
        readonly enabled: readonly string[];
        readonly masked: readonly string[];
    };
    readonly images: readonly import("./images.ts").ImageRecipe[];
};
/** The same recipe gives the same key, on every machine. */
export declare function recipeKey(value?: unknown): string;
