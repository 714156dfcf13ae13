import type { IForbiddenRuleType } from 'dependency-cruiser';

/**
 * "Who may import whom", from docs/architecture, as rules. Paths are relative to the folder cruised, so that the
 * same rules hold the real tree and the planted one. Packages are recognised by their folder in node_modules.
 */

const anyPackage = '(^|/)node_modules/';
const packages = (...names: readonly string[]): string => `(^|/)node_modules/(${names.join('|')})/`;

/** The only packages that the workstation's core stands on, besides Node: SQLite, axios, and small helpers. */
const CORE_PACKAGES = [
  'better-sqlite3',
  'better-sqlite3-multiple-ciphers',
  'axios',
  'zod',
  'pino',
  'uuid',
  'eventsource-parser',
];

const SHELL_FOLDERS = '^electron/(desktop|loopback)/';
const CORE_FRONT_DOOR = '^electron/core/workstation[.]ts$';
const MIDDLE_LAYERS = 'cases|decisions|supervision|sync';

type Rule = Readonly<{
  from: string;
  /** What the rule looks at; left out: every import. */
  to?: string;
  /** Looks only at Node's own modules. */
  nodeOnly?: true;
  /** The exceptions: what is allowed all the same. */
  except?: readonly string[];
  because: string;
}>;

/** The parts of the window that meet only in stores and commands. */
const PANES = 'queue|evidence|decision|rooms';

const RULES = {
  'contract-imports-only-zod': {
    from: '^contract/',
    except: ['^contract/', packages('zod')],
    because: 'the contract is words; both sides read it and it reads nobody',
  },
  'central-imports-only-contract': {
    from: '^central/',
    to: '^(electron|renderer|build|tests)/',
    because: 'the reference API must not lean on the workstation',
  },
  'central-has-no-desktop-packages': {
    from: '^central/',
    to: packages('electron', 'react', 'react-dom', 'better-sqlite3', 'better-sqlite3-multiple-ciphers'),
    because: 'the reference API must not lean on the workstation',
  },
  'core-imports-only-contract': {
    from: '^electron/core/',
    to: '^(central|renderer|build|tests|electron/(desktop|loopback))/',
    because: 'the core is complete without any shell',
  },
  'core-packages-are-few': {
    from: '^electron/core/',
    to: anyPackage,
    except: [packages(...CORE_PACKAGES), packages('@types')],
    because: 'the core is plain Node with SQLite and axios: no Electron, no DOM, no framework',
  },
  'core-front-door-is-for-shells': {
    from: '^electron/core/',
    to: CORE_FRONT_DOOR,
    because: 'imports inside the core go to the module that is meant, never through the front door',
  },
  'core-bridge-skips-no-layer': {
    from: '^electron/core/bridge/',
    to: '^electron/core/store/',
    because: 'the layers are bridge → cases, decisions, supervision, sync → store',
  },
  'core-middle-never-imports-bridge': {
    from: `^electron/core/(${MIDDLE_LAYERS})/`,
    to: '^electron/core/bridge/',
    because: 'the layers are bridge → cases, decisions, supervision, sync → store',
  },
  'core-store-is-the-bottom': {
    from: '^electron/core/store/',
    to: `^electron/core/(bridge|${MIDDLE_LAYERS})/`,
    because: 'the layers are bridge → cases, decisions, supervision, sync → store',
  },
  'migrations-stand-alone': {
    from: '^electron/core/store/migrations/',
    except: ['^electron/core/store/migrations/'],
    because: 'a migration must do in two years what it does today',
  },
  'shells-use-the-front-door': {
    from: SHELL_FOLDERS,
    to: '^electron/core/',
    except: [CORE_FRONT_DOOR],
    because: 'the shells are thin and interchangeable',
  },
  'shells-import-only-core-and-contract': {
    from: SHELL_FOLDERS,
    to: '^(central|renderer|build|tests)/',
    because: 'the shells are thin and interchangeable',
  },
  'doctor-stands-on-the-store': {
    from: '^electron/doctor/',
    to: '^(electron/(core|loopback|desktop)|central|renderer|build|tests)/',
    except: [
      '^electron/core/store/',
      '^electron/core/workstation/profile-lock[.]ts$',
      '^electron/loopback/key-files[.]ts$',
    ],
    because: 'what mends a data folder must work where nothing else starts',
  },
  'desktop-never-imports-loopback': {
    from: '^electron/desktop/',
    to: '^electron/loopback/',
    because: 'a shell is complete without the other',
  },
  'loopback-never-imports-desktop': {
    from: '^electron/loopback/',
    to: '^electron/desktop/',
    because: 'a shell is complete without the other',
  },
  'loopback-has-no-electron': {
    from: '^electron/loopback/',
    to: packages('electron', 'electron-updater'),
    because: 'importing electron outside Electron starts a download',
  },
  'renderer-imports-only-contract': {
    from: '^renderer/',
    to: '^(central|electron|build|tests)/',
    because: 'the renderer knows the bridge table and nothing behind it',
  },
  'renderer-has-no-node': {
    from: '^renderer/',
    nodeOnly: true,
    because: 'the renderer runs in a sandboxed page',
  },
  'renderer-has-no-server-packages': {
    from: '^renderer/',
    to: packages(
      'electron',
      'better-sqlite3',
      'better-sqlite3-multiple-ciphers',
      'axios',
      'fastify',
      'pg',
      'pino',
    ),
    because: 'the renderer reaches the network and the disk through the bridge',
  },
  'panes-import-no-other-pane': {
    from: `^renderer/(${PANES})/`,
    to: `^renderer/(${PANES})/`,
    except: ['^renderer/$1/'],
    because: 'panes meet in stores and commands, never in each other',
  },
  'panes-skip-no-layer': {
    from: `^renderer/(${PANES})/`,
    to: '^renderer/bridge(/|[.])',
    because: 'the layers are panes → stores, commands, ui → bridge client',
  },
  'renderer-middle-never-imports-panes': {
    from: '^renderer/(stores|commands|ui|rules|text|strings)(/|[.])',
    to: `^renderer/(app|${PANES})/`,
    because: 'the layers are panes → stores, commands, ui → bridge client',
  },
  'renderer-bridge-is-the-bottom': {
    from: '^renderer/bridge(/|[.])',
    to: `^renderer/(app|stores|commands|ui|rules|text|${PANES})(/|[.])`,
    because: 'the layers are panes → stores, commands, ui → bridge client',
  },
  'product-never-imports-tooling': {
    from: '^(contract|central|electron|renderer)/',
    to: '^(build|tests)/',
    because: 'what ships must not lean on what builds and tests it',
  },
} as const satisfies Readonly<Record<string, Rule>>;

export type RuleName = keyof typeof RULES | 'every-import-resolves';

export const forbidden: readonly IForbiddenRuleType[] = [
  ...Object.entries<Rule>(RULES).map(([name, rule]) => ({
    name,
    comment: rule.because,
    severity: 'error' as const,
    from: { path: rule.from },
    to: {
      ...(rule.to === undefined ? {} : { path: rule.to }),
      ...(rule.except === undefined ? {} : { pathNot: [...rule.except] }),
      ...(rule.nodeOnly ? { dependencyTypes: ['core' as const] } : {}),
    },
  })),
  {
    name: 'every-import-resolves',
    comment: 'an import that leads nowhere is one that no rule can judge',
    severity: 'error',
    from: {},
    to: { couldNotResolve: true },
  },
];

export const ruleNames: readonly string[] = forbidden.flatMap((rule) => rule.name ?? []);
