// SPDX-License-Identifier: Apache-2.0
export class StageError extends Error {}
export function stage<T>(name: string, work: () => Promise<T> | T): Promise<T>;
export function run(command: string, args: readonly string[], options?: object): Promise<void>;
