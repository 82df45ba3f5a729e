// SPDX-License-Identifier: Apache-2.0
/**
 * A guest that was booted with the policy of another distribution, in which Bulkhead is installed as its packages do it:
 * the policy modules by their own program, in the guest.
 */

import { sendFiles, startServices } from '../deploy.ts';
import { withWholeDeployment } from '../deployed-lab.ts';
import { type Lab, startLab } from '../guest.ts';
import { untilAnswering } from '../helper-answer.ts';
import { foreignPolicyRecipe } from '../recipe/foreign-policy.ts';
import type { ForeignPolicyId } from './policies.ts';

/** Rejects where this machine does not have the policy, or nothing was built. */
export async function startBootedLab(id: ForeignPolicyId): Promise<Lab> {
  const lab = await startLab({ name: `${id}-${process.pid}`, recipe: await foreignPolicyRecipe(id) });
  try {
    await installBulkhead(lab);
    return lab;
  } catch (error) {
    await lab.stop();
    throw error;
  }
}

async function installBulkhead(lab: Lab): Promise<void> {
  await withWholeDeployment(({ folder }) => sendFiles(lab, folder));
  await lab.mustRun('/usr/libexec/bulkhead-selinux/install-modules && systemctl restart lxc-net.service');
  await startServices(lab);
  await untilAnswering(lab);
}
