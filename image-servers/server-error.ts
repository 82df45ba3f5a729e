// SPDX-License-Identifier: Apache-2.0
/** What a server of images has could not be read. */

export class ServerError extends Error {
  /** What could not be read: an address, or a name of an image. */
  readonly subject: string;

  constructor(subject: string, reason: string) {
    super(`cannot read ${subject}: ${reason}`);
    this.name = 'ServerError';
    this.subject = subject;
  }
}
