// SPDX-License-Identifier: Apache-2.0
/** Which folder may import which: the one table of layers. Processes meet only through the contract. */

const allowed = {
  contract: [],
  rpc: ['contract'],
  audit: ['contract'],
  sepolicy: ['contract', 'audit'],
  switch: ['contract', 'audit', 'sepolicy'],
  hosts: ['contract', 'rpc'],
  report: ['contract', 'rpc', 'sepolicy'],
  'image-servers': ['contract'],
  helper: ['contract', 'rpc', 'audit', 'sepolicy', 'switch'],
  cli: ['contract', 'rpc', 'audit', 'sepolicy', 'switch', 'hosts', 'report', 'image-servers'],
  electron: ['contract', 'rpc', 'hosts', 'report', 'image-servers'],
  renderer: ['contract', 'rpc', 'report'],
  testing: ['contract', 'rpc', 'hosts', 'renderer'],
  packaging: [],
};
const withoutNode = ['contract', 'rpc', 'sepolicy', 'report', 'renderer'];
const sides = Object.keys(allowed);
const tests = '\\.test\\.tsx?$|^(hosts|packaging)/fixtures/|^cli/fixtures/evidence/|^helper/features/backups/fixtures/';

function layer(side) {
  const forbidden = [...sides, 'scripts', 'bench', 'e2e', 'lab'].filter(
    (other) => other !== side && !allowed[side].includes(other),
  );
  return {
    name: `${side}-layer`,
    severity: 'error',
    from: { path: `^${side}/`, pathNot: tests },
    to: { path: `^(${forbidden.join('|')})/` },
  };
}

/** The floors of the helper, the lowest first: each imports only those below it. */
const helperFloorNames = ['system', 'selinux', 'lxc', 'cgroup', 'incus', 'engines', 'features'];
const helperFloors = helperFloorNames.slice(0, -1).map((floor, index) => ({
  name: `helper-${floor}-floor`,
  severity: 'error',
  from: { path: `^helper/${floor}/`, pathNot: tests },
  to: {
    path: `^helper/(${[...helperFloorNames.slice(index + 1), 'server', 'listener', 'polkit', 'journal'].join('|')})/`,
  },
}));

/**
 * The features of the helper, and of which others each may import the ports: only of such as stand before it, so that no
 * circle can be.
 */
const helperFeatures = [
  ['activity', []],
  ['evidence', []],
  ['archives', []],
  ['host', []],
  ['presets', []],
  ['containers', []],
  ['cgroups', ['containers']],
  ['cluster', ['containers']],
  ['consoles', ['containers']],
  ['processes', ['containers']],
  ['networks', ['containers']],
  ['snapshots', ['containers']],
  ['images', ['archives', 'containers']],
  ['denials', ['containers', 'host']],
  ['doctor', ['containers', 'host', 'networks']],
  ['health', ['containers', 'consoles']],
  ['logs', ['containers', 'consoles']],
  ['switch', ['denials']],
  ['remedies', ['containers', 'denials', 'networks']],
  ['access', ['remedies']],
  ['policies', ['containers', 'denials', 'host', 'remedies']],
  ['volumes', ['containers', 'remedies']],
  ['disk', ['containers', 'volumes']],
  ['creation', ['containers', 'networks', 'snapshots', 'volumes']],
  ['files', ['containers', 'volumes']],
  ['isolation', ['containers', 'host', 'volumes']],
  ['labels', ['containers', 'volumes']],
  ['plans', ['networks', 'volumes']],
  ['adoption', ['containers', 'images', 'volumes', 'creation']],
  ['benchmark', ['containers', 'consoles', 'creation']],
  ['drill', ['containers', 'consoles', 'denials', 'creation']],
  ['transfers', ['archives', 'containers', 'images', 'snapshots', 'creation']],
  ['backups', ['containers', 'snapshots', 'volumes', 'networks', 'transfers']],
  ['samples', ['disk']],
  ['alerts', ['containers', 'denials', 'networks', 'samples']],
  ['metrics', ['containers', 'denials', 'samples']],
];
requireOrder(helperFeatures);

/** A folder that is not in the table may not exist, so that a new feature says whom it uses. */
const helperFeatureRules = [
  ...helperFeatures.map(([name, others]) => ({
    name: `helper-feature-${name}`,
    severity: 'error',
    from: { path: `^helper/features/${name}/`, pathNot: tests },
    to: {
      path: '^helper/features/[^/]+/',
      pathNot: `^helper/features/(${[name, ...others].join('|')})/`,
    },
  })),
  {
    name: 'helper-features-are-declared',
    severity: 'error',
    from: {},
    to: {
      path: '^helper/features/[^/]+/',
      pathNot: `^helper/features/(${helperFeatures.map(([name]) => name).join('|')})/`,
    },
  },
];

function requireOrder(table) {
  const before = new Set();
  for (const [name, others] of table) {
    for (const other of others)
      if (!before.has(other))
        throw new Error(`the feature ${name} may import ${other} only when that stands before it`);
    before.add(name);
  }
}

/** The floors of the window, from the ground up: a floor imports from those before it only. */
const windowFloorNames = ['lib', 'ui', 'window', 'host', 'features', 'app'];
const windowFloors = windowFloorNames.slice(0, -1).map((floor, index) => ({
  name: `renderer-${floor}-floor`,
  severity: 'error',
  from: { path: `^renderer/${floor}/` },
  to: { path: `^renderer/(${windowFloorNames.slice(index + 1).join('|')})/` },
}));

/** The features of the window, and which others each may import: only such as stand before it, so that no circle can be. */
const features = [
  ['health', []],
  ['processes', []],
  ['members', []],
  ['control-groups', []],
  ['containers', ['health', 'members']],
  ['settings', ['containers']],
  ['access', ['containers']],
  ['usage', ['containers', 'members']],
  ['console', ['containers']],
  ['files', ['containers']],
  ['labels', []],
  ['images', ['containers']],
  ['help', []],
  ['doctor', []],
  ['benchmark', []],
  ['switch', []],
  ['volumes', ['containers']],
  ['policy', ['containers']],
  ['networks', ['containers', 'policy']],
  ['denials', ['containers', 'policy', 'members']],
  ['logs', ['containers', 'denials']],
  ['local-changes', ['policy', 'denials']],
  ['activity', ['containers', 'denials', 'usage', 'members']],
  ['alerts', ['containers']],
  ['fleet', ['containers', 'denials', 'alerts', 'members']],
  ['workspace', ['containers', 'console', 'logs', 'fleet']],
  ['drill', ['activity']],
  ['transfers', ['containers', 'images']],
  ['cluster', ['containers', 'transfers', 'members']],
  ['adoption', ['containers']],
  ['isolation', ['containers', 'adoption', 'networks', 'policy', 'drill', 'benchmark']],
  ['create', ['containers', 'policy', 'volumes', 'networks']],
  ['snapshots', ['containers', 'create', 'activity']],
  ['getting-started', ['containers', 'doctor', 'drill', 'members']],
  ['compare', ['containers', 'usage', 'denials', 'activity']],
  ['container-verbs', ['containers', 'adoption', 'transfers', 'drill', 'workspace']],
  ['container-list', ['containers', 'container-verbs', 'usage', 'denials', 'doctor', 'compare', 'health', 'workspace']],
  [
    'container-page',
    [
      ...[
        'containers',
        'usage',
        'console',
        'files',
        'health',
        'volumes',
        'networks',
        'snapshots',
        'transfers',
        'adoption',
        'container-verbs',
        'policy',
        'denials',
        'logs',
        'processes',
        'activity',
        'members',
      ],
      'drill',
    ],
  ],
  ['overview', ['containers', 'usage', 'denials', 'activity', 'drill', 'isolation', 'doctor']],
];
requireOrder(features);

/** A folder that is not in the table may not exist, so that a new feature says whom it imports. */
function featureRule(name, others) {
  return {
    name: `renderer-feature-${name}`,
    severity: 'error',
    from: { path: `^renderer/features/${name}/` },
    to: { path: '^renderer/features/', pathNot: `^renderer/features/(${[name, ...others].join('|')})/` },
  };
}

/** The fake host serves tests, and the page in a plain browser, which is begun by app/start-page.tsx. */
const testingRules = [
  {
    name: 'renderer-features-are-declared',
    severity: 'error',
    from: {},
    to: { path: '^renderer/features/', pathNot: `^renderer/features/(${features.map(([name]) => name).join('|')})/` },
  },
  {
    name: 'renderer-testing-is-for-tests',
    severity: 'error',
    from: { path: '^renderer/', pathNot: `(${tests})|^renderer/testing/|^renderer/app/start-page\\.tsx$` },
    to: { path: '^renderer/testing/' },
  },
  {
    name: 'renderer-testing-knows-no-screens',
    severity: 'error',
    from: { path: '^renderer/testing/', pathNot: tests },
    to: { path: '^renderer/(ui|features|app)/' },
  },
];

/** The shell of the page in Cockpit is below the page, which knows it as little as Electron's preload. */
const cockpitRules = [
  {
    name: 'renderer-knows-no-shell',
    severity: 'error',
    from: { path: '^renderer/', pathNot: '^renderer/cockpit/' },
    to: { path: '^renderer/cockpit/' },
  },
  {
    name: 'renderer-cockpit-knows-no-screens',
    severity: 'error',
    from: { path: '^renderer/cockpit/', pathNot: `(${tests})|^renderer/cockpit/main\\.ts$` },
    to: { path: '^renderer/(ui|window|host|features|app|testing)/' },
  },
];

module.exports = {
  forbidden: [
    ...sides.map(layer),
    ...withoutNode.map((side) => ({
      name: `${side}-without-node`,
      severity: 'error',
      from: { path: `^${side}/`, pathNot: `(${tests})|vite\\.config` },
      to: { dependencyTypes: ['core'] },
    })),
    {
      name: 'testing-is-for-tests',
      severity: 'error',
      from: { path: '^', pathNot: `(${tests})|^testing/|/fixtures/` },
      to: { path: '^testing/' },
    },
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'contract-is-pure',
      severity: 'error',
      from: { path: '^contract/', pathNot: tests },
      to: { path: 'node_modules', pathNot: 'node_modules/zod' },
    },
    ...helperFloors,
    {
      name: 'helper-features-meet-at-ports',
      severity: 'error',
      comment:
        'A feature uses of another feature only what its ports.ts, or its folder ports, declares, and hears of it only ' +
        'by what events.ts declares; helper/composition puts them together.',
      from: { path: '^helper/features/([^/]+)/', pathNot: tests },
      to: { path: '^helper/features/', pathNot: '^helper/features/($1/|events\\.ts$|[^/]+/ports(\\.ts$|/))' },
    },
    ...helperFeatureRules,
    {
      name: 'helper-composition-is-below-the-root',
      severity: 'error',
      comment: 'Only the root of the helper uses what puts the features together.',
      from: { path: '^helper/[^/]+/', pathNot: '^helper/composition/' },
      to: { path: '^helper/composition/' },
    },
    {
      name: 'helper-events-use-no-feature',
      severity: 'error',
      from: { path: '^helper/features/events\\.ts$' },
      to: { path: '^helper/' },
    },
    {
      name: 'helper-ports-only-declare',
      severity: 'error',
      comment: 'What a feature offers others is made of what lies on the floors below, or of other ports.',
      from: { path: '^helper/features/[^/]+/ports(\\.ts$|/)' },
      to: { path: '^helper/features/', pathNot: '/ports(\\.ts$|/)' },
    },
    {
      name: 'helper-server-knows-no-features',
      severity: 'error',
      from: { path: '^helper/(server|listener|polkit|journal)/', pathNot: tests },
      to: { path: '^helper/(features/|features\\.ts|recovery\\.ts|selinux|lxc|cgroup)' },
    },
    {
      name: 'helper-listener-is-small',
      severity: 'error',
      comment:
        'What an attacker reaches first is made of little: nothing of the work, of the server only what both say, ' +
        'and which role somebody has, which is computed without a look at anything.',
      from: { path: '^helper/listener/', pathNot: tests },
      to: {
        path: '^helper/',
        pathNot:
          '^helper/(listener|polkit|system)/|^helper/server/(identity|listener-messages|message-turns|subject)\\.ts$|' +
          '^helper/access/standing\\.ts$',
      },
    },
    {
      name: 'helper-policy-worker-is-small',
      severity: 'error',
      comment: 'What alone may change the policy is made of little: what works on it, and the floor below.',
      from: { path: '^helper/policy-worker/', pathNot: tests },
      to: { path: '^helper/', pathNot: '^helper/(policy-worker|selinux|system)/' },
    },
    {
      name: 'helper-knows-no-policy-worker',
      severity: 'error',
      comment: 'The helper asks it by a socket.',
      from: { path: '^helper/', pathNot: `(${tests})|^helper/policy-worker/` },
      to: { path: '^helper/policy-worker/' },
    },
    {
      name: 'helper-root-is-the-top',
      severity: 'error',
      comment: 'Only the root of the helper knows how features are put together and recover.',
      from: { path: '^helper/[^/]+/', pathNot: tests },
      to: { path: '^helper/[^/]+\\.ts$' },
    },
    ...windowFloors,
    ...features.map(([name, others]) => featureRule(name, others)),
    ...testingRules,
    ...cockpitRules,
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
