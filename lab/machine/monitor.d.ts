/** Talks to a running machine over QEMU's machine protocol (QMP), one command at a time. */
export declare class Monitor {
    #private;
    private constructor();
    static open(path: string): Promise<Monitor>;
    run(command: string, args?: Readonly<Record<string, unknown>>): Promise<unknown>;
    close(): void;
}
