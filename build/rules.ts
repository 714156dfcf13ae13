/** Writes docs/rules.md. */
import { writeFileSync } from 'node:fs';
import { fromRoot } from './support/root.ts';
import { rulesPage } from './support/rules.ts';

writeFileSync(fromRoot('docs/rules.md'), rulesPage());
