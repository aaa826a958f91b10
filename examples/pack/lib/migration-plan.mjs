// @ts-check

/**
 * What was found out about a move.
 *
 * @typedef {object} Facts
 * @property {{ name: string, path: string, fileList: { path: string, bytes: number }[], nested: string[], dependents: { path: string, range: string }[] }} component
 * @property {string} target
 * @property {number | null} targetEntries  Null where the target is a file.
 * @property {readonly { file: string }[]} importers  Imports from outside by path.
 * @property {readonly { file: string }[]} ownImports  Imports of the component that leave it.
 * @property {readonly { file: string }[]} packageImports  Imports from outside by the package's name.
 * @property {readonly { file: string }[]} dependencies  Dependencies by path, of others on it and of it on others.
 * @property {number} computedImports
 * @property {Record<string, number>} unread
 */

/** The steps of the move, in order; those with nothing to do are left out. @param {Facts} facts */
export function stepsOf({ component, target, importers, ownImports, packageImports, dependencies }) {
  const bytes = component.fileList.reduce((sum, file) => sum + file.bytes, 0);
  const steps = [
    { action: 'PREPARE', detail: 'Start from a clean working tree on a branch of its own, with the tests passing.' },
    {
      action: 'MOVE',
      detail: `Move ${component.path} to ${target}: ${component.fileList.length} files, ${bytes} bytes.`,
    },
    ownImports.length > 0 && {
      action: 'REWRITE_OWN_IMPORTS',
      detail: `Rewrite ${ownImports.length} relative imports in ${filesIn(ownImports)} of the moved files.`,
    },
    importers.length > 0 && {
      action: 'REWRITE_IMPORTERS',
      detail: `Rewrite ${importers.length} relative imports in ${filesIn(importers)} files outside of it.`,
    },
    dependencies.length > 0 && {
      action: 'REWRITE_DEPENDENCIES',
      detail: `Rewrite ${dependencies.length} dependencies by path in ${filesIn(dependencies)} package.json files.`,
    },
    (dependencies.length > 0 || packageImports.length > 0) && {
      action: 'INSTALL',
      detail: `Install again, so that ${component.name} resolves to its new place.`,
    },
    { action: 'VERIFY', detail: 'Build, run the tests, and search for the old path in configuration and documents.' },
  ];
  return steps.filter((step) => step !== false).map((step, index) => ({ order: index + 1, ...step }));
}

/** @param {Facts} facts */
export function risksOf({ component, target, targetEntries, packageImports, computedImports, unread }) {
  const workspaces = component.dependents.filter(({ range }) => range.startsWith('workspace:')).length;
  const unreadFiles = (unread['tooLarge'] ?? 0) + (unread['unreadable'] ?? 0) + (unread['binary'] ?? 0);
  const risks = [
    targetEntries === null && risk('HIGH', `${target} is a file.`),
    targetEntries && risk('HIGH', `${target} exists already and holds ${targetEntries} entries.`),
    component.nested.length > 0 &&
      risk(
        'MEDIUM',
        `${component.nested.length} other components are inside it and move too: ${component.nested.slice(0, 5).join(', ')}.`,
      ),
    computedImports > 0 &&
      risk(
        'MEDIUM',
        `${computedImports} imports are put together as the program runs; where they lead cannot be read off.`,
      ),
    unreadFiles > 0 &&
      risk('MEDIUM', `${unreadFiles} source files could not be scanned (too large, unreadable or binary).`),
    workspaces > 0 &&
      risk('MEDIUM', `${workspaces} packages use it as a workspace: the workspace patterns must cover ${target}.`),
    packageImports.length > 0 &&
      risk(
        'LOW',
        `${packageImports.length} imports go by the name ${component.name}: they stay as they are if it still resolves.`,
      ),
    risk('LOW', 'Paths in configuration, scripts and documents are not scanned, nor are imports by alias.'),
  ];
  return risks.filter((one) => typeof one === 'object' && one !== null);
}

/** @param {'LOW' | 'MEDIUM' | 'HIGH'} level @param {string} what */
function risk(level, what) {
  return { level, what };
}

/** @param {readonly { file: string }[]} changes */
function filesIn(changes) {
  return new Set(changes.map(({ file }) => file)).size;
}
