/** Finds a TCP port on loopback that nobody listens on. Another process may take it before it is used: the caller retries. */
export declare function freePort(): Promise<number>;
