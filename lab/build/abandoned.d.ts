/** Removes what builds and snapshots that were killed left in the cache. Their folders are named after the process that filled them. */
export declare function removeAbandoned(): Promise<void>;
/** Never goes into another file system, should something be mounted there; what root made needs root to remove. */
export declare function removeTree(folder: string): Promise<void>;
