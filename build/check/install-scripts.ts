/**
 * Packages whose installation runs a program of theirs, each with why that is taken on. A new one is looked at by a person
 * before it is added: what it runs, it runs with the rights of whoever installs.
 */
export const knownInstallScripts: Readonly<Record<string, string>> = {
  'node_modules/@swc/core': 'chooses the binary of the platform; development only',
  'node_modules/electron-winstaller':
    'chooses the archiver of the platform for packaging on Windows; development only',
  'node_modules/exifreader':
    'builds a smaller variant where one is configured, which it is not here; development only',
  'node_modules/node': 'chooses the Node that everything here runs on; development only',
};
