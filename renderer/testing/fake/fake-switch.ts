// SPDX-License-Identifier: Apache-2.0
/** Switches the fake host to SELinux. Its reboots take no time: the next look after a step is after the reboot. */

import { fail } from '../../../contract/errors.ts';
import {
  type GivenSwitchPlan,
  type GivenSwitchStatus,
  type GivenSwitchWatch,
  switchCommands,
  type SwitchStage,
} from '../../../contract/model/host/switch.ts';
import { type Phrase, phraseOf, say, type Words } from '../../../contract/text.ts';
import type { FakeHost } from './fake-host.ts';
import type { Handlers } from '../../../rpc/handlers.ts';
import type { OperationName } from '../../../contract/operations/index.ts';
import { pause } from './pause.ts';

interface FakeSwitch {
  stage: SwitchStage;
  endsAt: number | null;
}

const firstStages: Readonly<Record<FakeHost['selinux'], SwitchStage>> = {
  disabled: 'off',
  permissive: 'watching',
  enforcing: 'enforcing',
};
const config = '/etc/selinux/config';
const bootOptions = '/etc/default/grub.d/60-bulkhead-selinux.cfg';

type SwitchHandlers = Pick<Handlers<string>, Extract<OperationName, `switch.${string}`>>;

export function switchHandlers(host: FakeHost): SwitchHandlers {
  const state: FakeSwitch = { stage: firstStages[host.selinux], endsAt: null };
  const become = async (stage: SwitchStage, endsAt: number | null = null): Promise<GivenSwitchStatus> => {
    await pause(700);
    Object.assign(state, { stage, endsAt });
    return statusOf(state);
  };
  return {
    async 'switch.status'() {
      await pause(100);
      if (state.endsAt !== null && state.endsAt <= host.now())
        Object.assign(state, { stage: 'watching', endsAt: null });
      return statusOf(state);
    },
    'switch.plan': async () => fakePlan(state),
    'switch.watch': async () => fakeWatch(state, host.now()),
    'switch.prepare': async () => (canPrepare(state.stage) ? become('prepared') : statusOf(state)),
    async 'switch.enforce'({ seconds, despite }) {
      requireStage(state, 'watching');
      if (!despite && fakeWatch(state, host.now()).services.length > 0)
        fail('switch-denied', {
          reasons: [
            say('{domain} would be denied {count} kinds of access; see {command}.', {
              domain: 'nginx_t',
              count: 2,
              command: switchCommands.watch,
            }),
          ],
        });
      return become('trial', host.now() + seconds);
    },
    async 'switch.confirm'() {
      requireStage(state, 'trial');
      return become('enforcing');
    },
    async 'switch.back'({ of }) {
      if (of === 'trial') requireStage(state, 'trial');
      else if (state.stage === 'enforcing') denyIn(state);
      return become(of === 'trial' ? 'watching' : (backFrom[state.stage] ?? 'returning'));
    },
  };
}

function canPrepare(stage: SwitchStage): boolean {
  return !['watching', 'trial', 'enforcing'].includes(stage);
}

function requireStage(state: FakeSwitch, stage: SwitchStage): void {
  if (state.stage !== stage) denyIn(state);
}

function denyIn({ stage }: FakeSwitch): never {
  fail('switch-denied', { reasons: [nextSteps[stage][0]] });
}

const backFrom: Partial<Record<SwitchStage, SwitchStage>> = { prepared: 'off' };

const nextSteps: Readonly<Record<SwitchStage, readonly [Phrase, string | null]>> = {
  off: [say('Read what the switch to SELinux does on this host; then prepare it.'), switchCommands.plan],
  prepared: [say('Reboot: all files are labelled, and the host boots once more by itself.'), switchCommands.reboot],
  labelling: [say('Reboot: files have no labels yet, and labelling begins again.'), switchCommands.reboot],
  watching: [say('Look at what enforcing would deny to services of this host; then try it.'), switchCommands.watch],
  trial: [say('See whether everything works; then keep enforcing, or it ends by itself.'), switchCommands.confirm],
  enforcing: [say('Nothing is left to do: SELinux enforces now, and after the next boot.'), null],
  returning: [say('Reboot: the next boot is without SELinux.'), switchCommands.reboot],
};

function statusOf({ stage, endsAt }: FakeSwitch): GivenSwitchStatus {
  const [summary, command] = nextSteps[stage];
  const isOff = stage === 'off' || stage === 'prepared';
  return {
    stage,
    modules: ['lockdown', 'capability', 'landlock', 'yama', isOff ? 'apparmor' : 'selinux', 'bpf'],
    configured: stage === 'enforcing' ? 'enforcing' : 'permissive',
    trialEndsAt: endsAt,
    next: { summary, command },
    remarks: [],
  };
}

function fakePlan({ stage }: FakeSwitch): GivenSwitchPlan {
  return {
    steps: {
      prepare: [
        say('Set SELINUX=permissive in {path}: what would be denied is logged, not blocked.', { path: config }),
        say('Write {path}: the next boot with SELinux labels all files.', { path: '/.autorelabel' }),
        say('Write {path}, which adds {option} to the line of the kernel, and run update-grub.', {
          path: bootOptions,
          option: 'security=selinux',
        }),
        say(
          'Reboot, when you choose to: the host labels its files without serving anybody, and boots once more by itself.',
        ),
      ],
      enforce: [
        say(
          'Have systemd set SELinux to permissive again after the time of the trial, whatever becomes of this session.',
        ),
        say('Let SELinux enforce. A reboot within that time comes up permissive.'),
      ],
      confirm: [say('Set SELINUX=enforcing in {path}, and end what would end the trial.', { path: config })],
      back: [
        say('Set SELinux to permissive, if it enforces.'),
        say('Remove {path}, and run update-grub.', { path: bootOptions }),
        say('Restore {path}, and remove {relabel}.', { path: config, relabel: '/.autorelabel' }),
        say('Reboot, when you choose to. Labels stay on the disk; without SELinux they mean nothing.'),
      ],
    },
    obstacles: [],
    missingPackages: [],
    labelling: {
      fileSystems: [
        { path: '/', type: 'ext4', files: 182_411 },
        { path: '/var', type: 'ext4', files: 61_204 },
      ],
      files: 243_615,
      minSeconds: 5,
      maxSeconds: 244,
      basis: say(
        '{fast} files a second were measured with setfiles on ext4 whose inodes were in memory; {slow} a ' +
          'second is assumed for a disk that has to read each inode.',
        { fast: 60_000, slow: 1000 },
      ),
    },
    profiles:
      stage === 'off' || stage === 'prepared'
        ? ['/usr/bin/man', '/usr/sbin/chronyd', 'docker-default', 'lsb_release', 'nvidia_modprobe'].map((name) => ({
            name,
            mode: 'enforce',
          }))
        : [],
    consequences: [
      say(
        'Docker: its containers lose the profile docker-default. SELinux confines them only once ' +
          '/etc/docker/daemon.json has "selinux-enabled": true and the policy knows container_t; seccomp, ' +
          'capabilities and namespaces stay.',
      ),
    ],
    services: ['chrony', 'cron', 'docker', 'nginx', 'postfix', 'postgresql@17-main', 'ssh'],
    wayBack: [
      say('Run bulkheadctl selinux back as root, and reboot.'),
      say(
        'Where the host does not come up: in the menu of GRUB (Shift or Esc while it starts) press e, and put ' +
          'security=apparmor at the end of the line that begins with linux, or enforcing=0 to keep SELinux and ' +
          'block nothing; Ctrl-X boots once with it.',
      ),
    ],
    neededBytes: 150 * 1024 * 1024,
    freeBytes: 9 * 1024 ** 3,
  };
}

const agettyRead = { program: 'agetty', permissions: 'read', class: 'dir', object: '/run', type: 'tmpfs_t' };

function fakeWatch({ stage }: FakeSwitch, now: number): GivenSwitchWatch {
  const isOn = !['off', 'prepared', 'labelling'].includes(stage);
  return {
    since: isOn ? now - 7200 : null,
    seen: isOn
      ? { boots: 1, seconds: 7200, upgrades: 0, cronRuns: 4 }
      : { boots: 0, seconds: 0, upgrades: 0, cronRuns: 0 },
    unseen: isOn
      ? [
          say('Less than a day: wait for what runs once a day.'),
          say('No package was upgraded: run apt upgrade, for what only packages do.'),
        ]
      : [say('The host is not permissive with labels yet: nothing is collected.')],
    services: stage === 'watching' ? [nginxDenials(now)] : [],
    noise: isOn ? [{ what: denialWords(agettyRead), count: 12 }] : [],
    noiseReason: say("Debian's policy lacks these rules on every host, and nothing fails by it."),
    others: 0,
  };
}

function nginxDenials(now: number): GivenSwitchWatch['services'][number] {
  return {
    domain: 'nginx_t',
    units: ['nginx.service'],
    denials: [
      {
        group: '3f2a9c0d11e4b765',
        what: denialWords({
          program: 'nginx',
          permissions: 'getattr, open, read',
          class: 'file',
          object: '/srv/shop/index.html',
          type: 'var_t',
        }),
        count: 41,
        last: now - 90,
        remedy: {
          summary: say('Give {path} the label that the policy has for it: {expected} instead of {actual}.', {
            path: '/srv/shop/index.html',
            expected: 'httpd_sys_content_t',
            actual: 'var_t',
          }),
          command: 'restorecon -v -- /srv/shop/index.html',
        },
      },
      {
        group: '90ab12cd34ef5678',
        what: denialWords({
          program: 'nginx',
          permissions: 'name_connect',
          class: 'tcp_socket',
          object: '5432',
          type: 'postgresql_port_t',
        }),
        count: 3,
        last: now - 900,
        remedy: {
          summary: say('Set the boolean {name} on, for the whole host.', { name: 'httpd_can_network_connect_db' }),
          command: 'setsebool -P httpd_can_network_connect_db on',
        },
      },
    ],
  };
}

interface DeniedAccess {
  readonly program: string;
  readonly permissions: string;
  readonly class: string;
  readonly object: string;
  readonly type: string;
}

function denialWords({ program, ...denied }: DeniedAccess): Words {
  return say('{program} asks for {permissions} on {class} {object} of type {type}.', {
    ...denied,
    program: phraseOf(program),
  });
}
