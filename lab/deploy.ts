/** Puts what the build made, and the policy, to their places in the guest, and starts the helper's socket. Missing pieces are named, not guessed. */

import { createHash } from 'node:crypto';
import { cp, mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Guest } from './guest.ts';
import { installModules } from './policy-store.ts';
import { type OnProgress, step } from './progress.ts';
import { runTool } from './run-tool.ts';

export interface DeployReport {
  readonly missing: readonly string[];
  readonly policyChanged: boolean;
}

interface Piece {
  readonly source: string;
  readonly target: string;
  readonly wanted: RegExp;
}

const checkout = fileURLToPath(new URL('..', import.meta.url));
/** For people who want to look, and for semodule by hand: it is confined, and may read there. */
const policyStage = '/usr/share/bulkhead/selinux';

const modules: Piece = { source: 'policy/selinux', target: policyStage, wanted: /\.cil$/ };

const pieces: readonly Piece[] = [
  { source: 'dist/helper', target: '/usr/lib/bulkhead', wanted: /./ },
  { source: 'dist/cli', target: '/usr/lib/bulkhead/cli', wanted: /./ },
  { source: 'policy/systemd', target: '/usr/lib/systemd/system', wanted: /\.(service|socket|slice|target|timer|scope)$/ },
  { source: 'policy/polkit', target: '/usr/share/polkit-1/actions', wanted: /\.policy$/ },
  modules,
];

export async function deploy(guest: Guest, onProgress: OnProgress = () => undefined): Promise<DeployReport> {
  const stage = await mkdtemp(join(tmpdir(), 'bulkhead-deploy-'));
  try {
    const missing = await gather(stage);
    await step(onProgress, 'copied the helper and the policy into the lab', () => send(guest, stage));
    const policyChanged = await step(onProgress, 'loaded the policy modules', () => loadPolicy(guest));
    await step(onProgress, 'started the helper', () => startHelper(guest));
    return { missing, policyChanged };
  } finally {
    await rm(stage, { recursive: true, force: true });
  }
}

async function gather(stage: string): Promise<string[]> {
  const missing: string[] = [];
  for (const piece of pieces) {
    const names = await matching(piece);
    if (names.length === 0) missing.push(`${piece.source} (nothing there for ${piece.target})`);
    await mkdir(join(stage, piece.target), { recursive: true });
    for (const name of names) await cp(join(checkout, piece.source, name), join(stage, piece.target, name), { recursive: true });
  }
  return missing;
}

async function matching({ source, wanted }: Piece): Promise<string[]> {
  const names = await readdir(join(checkout, source)).catch(() => []);
  return names.filter((name) => wanted.test(name)).sort();
}

const unpack = `set -e
units=/usr/lib/systemd/system
before=$(cat $units/bulkhead* 2>/dev/null | sha256sum)
systemctl stop bulkhead-helper.service bulkhead-helper.socket 2>/dev/null || true
rm -rf /usr/lib/bulkhead ${policyStage} $units/bulkhead*
tar -x -C / --no-same-owner --no-overwrite-dir --keep-directory-symlink -f -
chmod 0755 /usr/lib/bulkhead
restorecon -RF /usr/lib/bulkhead /usr/share/bulkhead $units/bulkhead* /usr/share/polkit-1/actions/org.bulkhead* 2>/dev/null || true
# By hand, because "systemctl enable" reloads systemd once more, which costs seconds under emulation.
if [ -f $units/bulkhead-helper.socket ]; then
  mkdir -p /etc/systemd/system/sockets.target.wants
  ln -sf $units/bulkhead-helper.socket /etc/systemd/system/sockets.target.wants/
fi
if [ "$before" != "$(cat $units/bulkhead* 2>/dev/null | sha256sum)" ]; then systemctl daemon-reload; fi
if [ -f /usr/lib/bulkhead/cli/bulkheadctl.js ]; then ln -sf ../lib/bulkhead/cli/bulkheadctl.js /usr/bin/bulkheadctl; chmod 0755 /usr/lib/bulkhead/cli/bulkheadctl.js; fi
`;

async function send(guest: Guest, stage: string): Promise<void> {
  const archive = join(stage, '.archive.tar');
  await runTool('tar', ['-C', stage, '--exclude=./.archive.tar', '-cf', archive, './usr']);
  await guest.mustRun(unpack, { input: await readFile(archive) });
}

async function policyHash(names: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const name of names) hash.update(name).update(await readFile(join(checkout, modules.source, name)));
  return hash.digest('hex');
}

const stamp = '/var/lib/bulkhead-lab/policy.loaded';

/** What is there already gets the labels that the new modules say; the images' own files take theirs from each mount. */
const relabel = `for path in /usr/lib/bulkhead /usr/lib/systemd/system/bulkhead* /run/bulkhead /etc/bulkhead; do
  [ ! -e "$path" ] || restorecon -RF "$path"
done
restorecon -RF -e /var/lib/bulkhead/images /var/lib/bulkhead
restorecon -F /var/lib/bulkhead/images /var/lib/bulkhead/images/* /var/lib/bulkhead/images/*/image.json
`;

/** Loads the modules when they are others than the ones loaded, and takes away those that the checkout no longer has. */
async function loadPolicy(guest: Guest): Promise<boolean> {
  const names = await matching(modules);
  const hash = await policyHash(names);
  const [loaded, ...before] = (await guest.mustRun(`cat ${stamp} 2>/dev/null || true`)).trimEnd().split('\n');
  if (loaded === hash || (names.length === 0 && before.length === 0)) return false;
  const paths = names.map((name) => join(checkout, modules.source, name));
  await installModules(guest, paths, before.filter((name) => !names.includes(`${name}.cil`)));
  await guest.mustRun(relabel);
  const lines = [hash, ...names.map((name) => name.replace(/\.cil$/, ''))];
  await guest.mustRun(`mkdir -p ${dirname(stamp)} && cat > ${stamp}`, { input: `${lines.join('\n')}\n` });
  return true;
}

const start = `if [ -f /usr/lib/systemd/system/bulkhead-helper.socket ]; then
  systemctl reset-failed bulkhead-helper.service bulkhead-helper.socket 2>/dev/null
  systemctl start bulkhead-helper.socket bulkhead-helper.service
fi
`;

async function startHelper(guest: Guest): Promise<void> {
  await guest.mustRun(start);
}
