// SPDX-License-Identifier: Apache-2.0
/** The users of the lab. Their password, where one is given, is public: the guest listens on loopback only. */

export interface LabUser {
  readonly name: string;
  readonly uid: number;
  readonly groups: readonly string[];
  readonly password?: string;
}

/** Members may talk to the helper's socket. */
export const helperGroup = 'bulkhead';

export const users: readonly LabUser[] = [
  { name: 'operator', uid: 1001, groups: [helperGroup] },
  { name: 'outsider', uid: 1002, groups: [] },
  { name: 'admin', uid: 1003, groups: [helperGroup, 'sudo'], password: 'admin' },
];
