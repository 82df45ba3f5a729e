// SPDX-License-Identifier: Apache-2.0
export function findFragment(comment: string): string | undefined;
