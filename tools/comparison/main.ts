import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from '../project-root.ts';
import { buildComparison, COMPARISON_PAGE } from './page.ts';

await writeFile(join(projectRoot, COMPARISON_PAGE), await buildComparison(projectRoot));
