// SPDX-License-Identifier: Apache-2.0
/** The descriptors that systemd passes to a process that it starts: its sockets, and what lies in its store. */

export interface PassedDescriptor {
  readonly fd: number;
  /** Is the name of the socket's unit, or the one that it was stored by. */
  readonly name: string;
}

const firstPassed = 3;

/** None when they were passed to another process, or none were. A descriptor without a name is called `unknown`. */
export function passedDescriptors(
  environment: NodeJS.ProcessEnv,
  pid: number = process.pid,
): readonly PassedDescriptor[] {
  const { LISTEN_PID, LISTEN_FDS, LISTEN_FDNAMES = '' } = environment;
  if (LISTEN_PID !== String(pid) || !/^[1-9]\d{0,5}$/.test(LISTEN_FDS ?? '')) return [];
  const names = LISTEN_FDNAMES.split(':');
  return Array.from({ length: Number(LISTEN_FDS) }, (_, index) => ({
    fd: firstPassed + index,
    name: names[index] || 'unknown',
  }));
}
