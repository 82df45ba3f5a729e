/** Runs a program from an argument list, never through a shell, and fails with what it said. */
export interface ToolResult {
    readonly code: number;
    readonly stdout: string;
    readonly stderr: string;
}
export interface ToolOptions {
    readonly input?: string | Uint8Array | undefined;
    readonly signal?: AbortSignal | undefined;
}
/** Resolves whatever the exit code is; rejects when the program cannot be started or the signal aborts. */
export declare function tryTool(command: string, args: readonly string[], options?: ToolOptions): Promise<ToolResult>;
export declare function runTool(command: string, args: readonly string[], options?: ToolOptions): Promise<string>;
