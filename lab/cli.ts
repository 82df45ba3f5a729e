// SPDX-License-Identifier: Apache-2.0
/** `npm run lab -- COMMAND`: the lab from a shell. */

import { parseArgs } from 'node:util';
import { clusterCommand } from './cluster/commands.ts';
import { build, type CommandOptions, deployTo, down, logs, reset, ssh, status, up } from './commands.ts';
import { foreignPolicyIds, isForeign } from './policies/policies.ts';
import { isRecipeName, recipeNames } from './recipe/names.ts';
import { splitCommand } from './split-command.ts';

const usage = `usage: npm run lab -- COMMAND [--name NAME]

  build                     make the disk and the booted snapshot, if they are not cached
  up [--deployed | --pristine] [--cockpit | --recipe RECIPE]
     [--policy POLICY] [--detach] [--parent PID]
                            start a lab; it runs until "down", or until PID ends;
                            with --deployed, the helper and the policy are in it;
                            with --pristine, nothing is in it that Bulkhead needs;
                            with --recipe incus, Incus is in it, and with
                            --deployed as well it is set up;
                            with --cockpit, Debian's Cockpit is in it, with --deployed
                            as well our page in that, and its address is said;
                            with --policy fedora, rhel10 or opensuse, it is booted
                            with the policy of that distribution
  down                      end it
  reset                     back to the snapshot that it was started from
  ssh [--user USER] [COMMAND]
                            a shell, or one command, in the guest
  deploy                    install the built helper and the policy into the guest
  logs [UNIT...]            follow the helper's log
  status                    how to reach it
  cluster up [--members COUNT] [--detach] | down | status
                            members of one Incus cluster, each a deployed lab:
                            NAME-1, NAME-2, ... (default: cluster, 3)
`;

/** Some recipes have an option of their own. */
function recipeFor({
  pristine,
  cockpit,
  recipe,
}: Readonly<Record<'pristine' | 'cockpit', boolean> & { recipe: string }>): string {
  if (pristine) return 'pristine';
  return cockpit ? 'cockpit' : recipe;
}

async function main(): Promise<number> {
  const { own, guest } = splitCommand(process.argv.slice(2));
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    args: [...own],
    options: {
      name: { type: 'string' },
      user: { type: 'string', default: 'root' },
      parent: { type: 'string' },
      detach: { type: 'boolean', default: false },
      deployed: { type: 'boolean', default: false },
      pristine: { type: 'boolean', default: false },
      cockpit: { type: 'boolean', default: false },
      recipe: { type: 'string', default: 'usual' },
      policy: { type: 'string' },
      members: { type: 'string', default: '3' },
    },
  });
  const recipe = recipeFor(values);
  if (!isRecipeName(recipe)) throw new Error(`cannot find the recipe "${recipe}": there are ${recipeNames.join(', ')}`);
  if (values.deployed && recipe === 'pristine')
    throw new Error('cannot start a lab that is both: give --deployed or --pristine');
  const { policy } = values;
  if (policy !== undefined && (!isForeign(policy) || recipe !== 'usual'))
    throw new Error(
      `cannot boot with the policy "${policy}": the usual guest boots with ${foreignPolicyIds.join(', ')}`,
    );
  const [command, action] = positionals;
  const options: CommandOptions = {
    ...values,
    recipe,
    policy,
    name: values.name ?? (command === 'cluster' ? 'cluster' : 'lab'),
    parent: values.parent === undefined ? undefined : Number(values.parent),
  };
  switch (command) {
    case 'build':
      return build(options);
    case 'up':
      return up(options);
    case 'down':
      return down(options);
    case 'reset':
      return reset(options);
    case 'ssh':
      return ssh(options, guest);
    case 'deploy':
      return deployTo(options);
    case 'logs':
      return logs(options, guest);
    case 'status':
      return status(options);
    case 'cluster':
      return clusterCommand(action, { ...options, members: Number(values.members) });
    default:
      process.stderr.write(usage);
      return 2;
  }
}

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`lab: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
