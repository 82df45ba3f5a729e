// SPDX-License-Identifier: Apache-2.0
/** Makes a running lab known to other processes; they read it by `hosts/lab-instance.ts`. */

import { rename, writeFile } from 'node:fs/promises';
import type { InstancePlaces, InstanceState } from '../hosts/lab-instance.ts';

export async function writeState(places: InstancePlaces, state: InstanceState): Promise<void> {
  const whole = `${places.state}.new`;
  await writeFile(whole, JSON.stringify(state), { mode: 0o600 });
  await rename(whole, places.state);
}
