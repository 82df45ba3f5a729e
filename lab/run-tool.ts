// SPDX-License-Identifier: Apache-2.0
/** Runs a program from an argument list, never through a shell, and fails with what it said. */

import { spawn } from 'node:child_process';

export interface ToolResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ToolOptions {
  readonly input?: string | Uint8Array | undefined;
  readonly signal?: AbortSignal | undefined;
  /** The folder in which it runs; that of this process when left out. */
  readonly folder?: string;
  /** All its variables; those of this process when left out. */
  readonly env?: NodeJS.ProcessEnv;
}

/** Resolves whatever the exit code is; rejects when the program cannot be started or the signal aborts. */
export function tryTool(command: string, args: readonly string[], options: ToolOptions = {}): Promise<ToolResult> {
  return new Promise((resolve, reject) => {
    const { signal, folder: cwd, env } = options;
    const child = spawn(command, args, {
      stdio: 'pipe',
      ...(signal && { signal }),
      ...(cwd !== undefined && { cwd }),
      ...(env && { env }),
    });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    let failure: Error | undefined;
    child.on('error', (cause) => {
      failure ??= new Error(`cannot run ${command}: ${cause.message}`, { cause });
      if (child.pid === undefined) reject(failure);
    });
    // An aborted program is waited for: what it was writing may be removed next.
    child.on('close', (code, death) => {
      if (failure) reject(failure);
      else resolve({ code: code ?? (death ? 128 : 1), stdout: text(stdout), stderr: text(stderr) });
    });
    // The program may end before it has read its input; its exit code shows that.
    child.stdin.on('error', () => undefined);
    child.stdin.end(options.input);
  });
}

export async function runTool(command: string, args: readonly string[], options: ToolOptions = {}): Promise<string> {
  const result = await tryTool(command, args, options);
  if (result.code !== 0)
    throw new Error(`cannot run ${command}: exit code ${result.code}\n${lastLines(result.stderr, 20)}`);
  return result.stdout;
}

function text(chunks: readonly Buffer[]): string {
  return Buffer.concat(chunks).toString('utf8');
}

function lastLines(output: string, count: number): string {
  return output.trimEnd().split('\n').slice(-count).join('\n');
}
