/** Which folder may import which: the one table of layers. Processes meet only through the contract. */

const allowed = {
  contract: [],
  rpc: ['contract'],
  audit: ['contract'],
  sepolicy: ['contract', 'audit'],
  hosts: ['contract', 'rpc', 'lab'],
  helper: ['contract', 'rpc', 'audit', 'sepolicy'],
  cli: ['contract', 'rpc', 'audit', 'sepolicy', 'hosts'],
  electron: ['contract', 'rpc', 'hosts'],
  renderer: ['contract', 'rpc'],
};
const withoutNode = ['contract', 'rpc', 'sepolicy', 'renderer'];
const sides = Object.keys(allowed);
const tests = '\\.test\\.tsx?$';

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
const floors = ['system', 'selinux', 'lxc', 'cgroup', 'features'];
const helperFloors = floors.slice(0, -1).map((floor, index) => ({
  name: `helper-${floor}-floor`,
  severity: 'error',
  from: { path: `^helper/${floor}/`, pathNot: tests },
  to: { path: `^helper/(${[...floors.slice(index + 1), 'server', 'polkit', 'journal'].join('|')})/` },
}));

module.exports = {
  forbidden: [
    ...sides.map(layer),
    ...withoutNode.map((side) => ({
      name: `${side}-without-node`,
      severity: 'error',
      from: { path: `^${side}/`, pathNot: `(${tests})|vite\\.config` },
      to: { dependencyTypes: ['core'] },
    })),
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
      comment: 'A feature uses of another feature only what its ports.ts declares; features.ts puts them together.',
      from: { path: '^helper/features/([^/]+)/', pathNot: tests },
      to: { path: '^helper/features/', pathNot: '^helper/features/($1/|[^/]+/ports\\.ts$)' },
    },
    {
      name: 'helper-ports-only-declare',
      severity: 'error',
      comment: 'What a feature offers others is made of what lies on the floors below, or of other ports.',
      from: { path: '^helper/features/[^/]+/ports\\.ts$' },
      to: { path: '^helper/features/', pathNot: '/ports\\.ts$' },
    },
    {
      name: 'helper-server-knows-no-features',
      severity: 'error',
      from: { path: '^helper/(server|polkit|journal)/', pathNot: tests },
      to: { path: '^helper/(features/|features\\.ts|recovery\\.ts|selinux|lxc|cgroup)' },
    },
    {
      name: 'helper-root-is-the-top',
      severity: 'error',
      comment: 'Only the root of the helper knows how features are put together and recover.',
      from: { path: '^helper/[^/]+/', pathNot: tests },
      to: { path: '^helper/[^/]+\\.ts$' },
    },
    {
      name: 'pages-stand-alone',
      severity: 'error',
      from: { path: '^renderer/pages/([^/]+)/' },
      to: { path: '^renderer/pages/', pathNot: '^renderer/pages/$1/' },
    },
    {
      name: 'components-have-no-data',
      severity: 'error',
      from: { path: '^renderer/components/' },
      to: { path: '^renderer/(stores|api|pages|app)/' },
    },
    {
      name: 'api-is-the-ground',
      severity: 'error',
      from: { path: '^renderer/api/' },
      to: { path: '^renderer/(stores|components|pages|app)/' },
    },
    {
      name: 'stores-know-no-screens',
      severity: 'error',
      from: { path: '^renderer/stores/' },
      to: { path: '^renderer/(components|pages|app)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
