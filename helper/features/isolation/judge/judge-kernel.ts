// SPDX-License-Identifier: Apache-2.0
/**
 * Findings about the kernel itself: holes that containers could begin at a socket of, and modules in which they are.
 */

import type { GivenFinding, Severity } from '../../../../contract/model/isolation-finding.ts';
import { say, type Words } from '../../../../contract/text.ts';
import { type KnownVulnerability, knownVulnerabilities } from '../../../system/known-vulnerabilities.ts';
import type { ContainerFacts, IsolationFacts } from '../facts/facts.ts';
import { vulnerabilityState, type KernelFacts } from '../facts/kernel-facts.ts';

const blockFile = '/etc/modprobe.d/bulkhead-holes.conf';

export function judgeKernel({
  kernel,
  containers,
  selinux,
}: Pick<IsolationFacts, 'kernel' | 'containers' | 'selinux'>): readonly GivenFinding[] {
  const reached = knownVulnerabilities.map((hole) => ({
    hole,
    by: containers.filter((container) => isReached(hole, container, selinux.status)),
  }));
  return [
    ...knownVulnerabilitiesIn(kernel, reached, 'open'),
    ...knownVulnerabilitiesIn(kernel, reached, 'unknown'),
    ...openModules(kernel, reached),
  ];
}

interface Reached {
  readonly hole: KnownVulnerability;
  /** Containers that no layer keeps from the door of it. */
  readonly by: readonly ContainerFacts[];
}

function knownVulnerabilitiesIn(
  kernel: KernelFacts,
  reached: readonly Reached[],
  state: 'open' | 'unknown',
): readonly GivenFinding[] {
  const found = reached.filter(
    ({ hole }) => vulnerabilityState(hole, kernel.upstream) === state && statesOf(hole, kernel).some(canRun),
  );
  if (found.length === 0) return [];
  const names = found.map(({ hole: { cve, name } }) => `${cve} (${name})`);
  const open = containersOf(found);
  const version =
    kernel.upstream === undefined || kernel.release.startsWith(kernel.upstream)
      ? kernel.release
      : `${kernel.release}, made of ${kernel.upstream}`;
  return [
    {
      kind: 'known-vulnerabilities',
      id: `known-vulnerabilities:${state}`,
      state,
      holes: names,
      severity: severityOf(open, state === 'open' ? 'weak' : 'notice'),
      containers: [...open],
      summary: holeWords(state, { release: kernel.release, names: names.join(', '), reach: keepsOff(open) }),
      evidence: [`uname -r: ${version}`, ...found.map(({ hole }) => evidenceOf(hole, kernel))],
      fix: {
        by: 'advice',
        summary: say(
          'Update the kernel and restart the host; ask the distribution whether its kernel has these ' +
            'fixes. Until then block the modules, where nothing of the host needs them.',
        ),
      },
    },
  ];
}

/**
 * Modules that nothing prevents from being loaded, whatever the kernel has fixed: the next vulnerability of this kind
 * begins there too.
 */
function openModules(kernel: KernelFacts, reached: readonly Reached[]): readonly GivenFinding[] {
  const open = [...kernel.modules].flatMap(([module, state]) =>
    state === 'loadable' || state === 'loaded' ? [module] : [],
  );
  if (open.length === 0) return [];
  const by = containersOf(reached.filter(({ hole }) => hole.modules.some((module) => open.includes(module))));
  const lines = open.map((module) => `install ${module} /bin/false`);
  return [
    {
      kind: 'loadable-modules',
      id: 'loadable-modules',
      modules: open,
      severity: severityOf(by, 'weak'),
      containers: [...by],
      summary: say('{open} can be loaded on this host: modules in which known holes of the kernel began. {reach}', {
        open: open.join(', '),
        reach: keepsOff(by),
      }),
      evidence: [...kernel.modules].map(([module, state]) => `${module}: ${state}`),
      fix: {
        by: 'commands',
        summary: say(
          'Block them, unless the host uses IPsec (esp4, esp6) or ciphers of the kernel by AF_ALG ' +
            '(algif_aead). One that is loaded stays until the next start.',
        ),
        commands: [`printf '%s\\n' ${lines.map((line) => `'${line}'`).join(' ')} > ${blockFile}`],
      },
    },
  ];
}

/** Says whether it is reached: where SELinux does not enforce, or the policy allows the domain such a socket. */
function isReached(
  { socketClass }: KnownVulnerability,
  { container, sockets }: ContainerFacts,
  status: IsolationFacts['selinux']['status'],
): boolean {
  return container.initPid !== null && (status !== 'enforcing' || sockets.has(socketClass));
}

function severityOf(open: readonly string[], worst: Severity): Severity {
  return open.length === 0 ? 'notice' : worst;
}

function holeWords(
  state: 'open' | 'unknown',
  values: { readonly release: string; readonly names: string; readonly reach: Words },
): Words {
  return state === 'open'
    ? say(
        'The kernel {release} is older than the fixes of {names}, ' +
          'by which a program changes pages of files that it may only read. {reach}',
        values,
      )
    : say(
        'The kernel {release} does not show by its version whether it has the fixes of {names}, ' +
          'by which a program changes pages of files that it may only read. {reach}',
        values,
      );
}

function keepsOff(open: readonly string[]): Words {
  if (open.length === 0) return say('SELinux keeps every running container from the sockets at which they begin.');
  return say('Nothing keeps {open} from the sockets at which they begin.', { open: open.join(', ') });
}

function containersOf(reached: readonly Reached[]): readonly string[] {
  return [...new Set(reached.flatMap(({ by }) => by.map(({ container }) => container.name)))].toSorted();
}

function statesOf({ modules }: KnownVulnerability, kernel: KernelFacts): readonly string[] {
  return modules.map((module) => kernel.modules.get(module) ?? 'absent');
}

function canRun(state: string): boolean {
  return state !== 'absent' && state !== 'blocked';
}

function evidenceOf(hole: KnownVulnerability, kernel: KernelFacts): string {
  const fixes = Object.entries(hole.fixed).map(([branch, patch]) => (patch === 0 ? branch : `${branch}.${patch}`));
  const states = statesOf(hole, kernel);
  const modules = hole.modules.map((module, index) => `${module} ${states[index] ?? ''}`);
  return `${hole.cve}: fixed in ${fixes.join(', ')}; ${modules.join(', ')}`;
}
