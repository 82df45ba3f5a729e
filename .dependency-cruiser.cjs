/** Which folder may import which: the one table of layers. Processes meet only through the contract. */

const allowed = {
  contract: [],
  rpc: ['contract'],
  audit: ['contract'],
  sepolicy: ['contract', 'audit'],
  hosts: ['contract', 'rpc'],
  report: ['contract'],
  helper: ['contract', 'rpc', 'audit', 'sepolicy'],
  cli: ['contract', 'rpc', 'audit', 'sepolicy', 'hosts', 'report'],
  electron: ['contract', 'rpc', 'hosts', 'report'],
  renderer: ['contract', 'rpc'],
  testing: ['contract', 'rpc', 'hosts', 'renderer'],
};
const withoutNode = ['contract', 'rpc', 'sepolicy', 'report', 'renderer'];
const sides = Object.keys(allowed);
const tests = '\\.test\\.tsx?$|^hosts/fixtures/';

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
    {
      name: 'server-does-not-touch-the-host',
      severity: 'error',
      from: { path: '^helper/operations/', pathNot: tests },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'host-knows-no-operations',
      severity: 'error',
      from: { path: '^helper/host/' },
      to: { path: '^helper/(operations|server)/' },
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
