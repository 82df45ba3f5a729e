/** Tells whoever waits which step is under way and how long each took. */
export interface Step {
    readonly text: string;
    readonly status: 'begun' | 'done';
    /** How long the step took; 0 when it has only begun. */
    readonly seconds: number;
}
export type OnProgress = (step: Step) => void;
/** Runs one step and reports its begin and its end. A step that fails reports nothing: its error does. */
export declare function step<T>(onProgress: OnProgress, text: string, work: () => Promise<T>): Promise<T>;
/** For a terminal: one line for each step, when it is done. */
export declare function printProgress({ text, status, seconds }: Step): void;
