// SPDX-License-Identifier: Apache-2.0
/** The socket with which systemd starts a service (sd_listen_fds). */

/** Is the descriptor of the first socket; the numbers below are those of a program's input and output. */
const firstDescriptor = 3;

/** Gives the descriptor of the socket; undefined unless systemd passed exactly one to this very process. */
export function systemdSocket(
  variables: Readonly<Record<string, string | undefined>>,
  pid: number,
): number | undefined {
  return variables['LISTEN_FDS'] === '1' && variables['LISTEN_PID'] === String(pid) ? firstDescriptor : undefined;
}
