/** Lets one process at a time build a thing that several may want. */
/** Waits for the lock, runs, and releases. A lock whose owner died is taken over. */
export declare function withLock<T>(path: string, work: () => Promise<T>, signal?: AbortSignal): Promise<T>;
export declare function isAlive(pid: number): boolean;
