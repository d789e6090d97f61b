import { readFile } from 'node:fs/promises';
import { parseXml, XmlElement, XmlError } from '@rgrove/parse-xml';
import { AiwatchError, reasonOf } from '../../errors.ts';

/** What a run of tests amounts to. */
export interface TestTotals {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly durationSeconds: number;
}

const NO_TESTS: TestTotals = { passed: 0, failed: 0, skipped: 0, durationSeconds: 0 };

/** Larger files are no reports of tests; all of it is held in memory. */
const MAX_FILE_BYTES = 128 * 1024 * 1024;

/** Characters that XML 1.0 forbids; reporters write them all the same, e.g. the colours of a terminal. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what it is about.
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

/** The same by their numbers. */
const REFERENCE = /&#(?:x([\da-f]{1,8})|(\d{1,8}));/gi;

function replaceForbidden(text: string): string {
  return text.replace(FORBIDDEN, '\ufffd').replace(REFERENCE, (reference, hex?: string, decimal?: string) => {
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    const isSurrogate = code >= 0xd800 && code <= 0xdfff;
    const isAllowed =
      !isSurrogate && code <= 0x10_ffff && String.fromCodePoint(code).search(FORBIDDEN) === -1;
    return isAllowed ? reference : '\ufffd';
  });
}

/** Reads reports and adds them up. Throws TEST_REPORT_INVALID with the file and the place in it. */
export async function readTestReports(files: readonly string[]): Promise<TestTotals> {
  const totals: TestTotals[] = [];
  for (const file of files) totals.push(parseTestReport(await readReport(file), file));
  return totals.reduce(add, NO_TESTS);
}

async function readReport(file: string): Promise<string> {
  try {
    const bytes = await readFile(file);
    if (bytes.length <= MAX_FILE_BYTES) return bytes.toString('utf8');
  } catch (cause) {
    throw new AiwatchError('TEST_REPORT_INVALID', { where: file, found: reasonOf(cause), cause });
  }
  throw new AiwatchError('TEST_REPORT_INVALID', { where: file, found: `more than ${MAX_FILE_BYTES} bytes` });
}

/**
 * Reads one report in the form that JUnit's Ant task began and most test programs write: suites within suites, each
 * with test cases. Test cases are counted; what a suite says about itself counts where it lists none, and where its
 * set-up failed. Throws TEST_REPORT_INVALID.
 * @param file its name, for messages.
 */
export function parseTestReport(text: string, file: string): TestTotals {
  const root = parseRoot(text, file);
  if (root?.name !== 'testsuites' && root?.name !== 'testsuite') {
    const found = root === null ? 'no element' : `<${root.name}>`;
    throw new AiwatchError('TEST_REPORT_INVALID', {
      where: file,
      expected: '<testsuites> or <testsuite>',
      found,
    });
  }
  const counts = countSuite(root);
  return { ...counts, durationSeconds: readSeconds(root) || counts.durationSeconds };
}

function parseRoot(text: string, file: string): XmlElement | null {
  try {
    return parseXml(replaceForbidden(text), { ignoreUndefinedEntities: true }).root;
  } catch (cause) {
    if (!(cause instanceof XmlError)) throw cause;
    const where = `${file}:${cause.line}:${cause.column}`;
    const found = cause.message.split(/[.\n]|\s+\(line/)[0] ?? cause.message;
    throw new AiwatchError('TEST_REPORT_INVALID', { where, found, cause });
  }
}

function countSuite(suite: XmlElement): TestTotals {
  const cases = childrenOf(suite, 'testcase').map(countCase).reduce(add, NO_TESTS);
  const suites = childrenOf(suite, 'testsuite');
  if (suites.length > 0) return suites.map(countTimedSuite).reduce(add, cases);
  const failed = Math.max(cases.failed, readCount(suite, 'failures') + readCount(suite, 'errors'));
  if (cases.passed + cases.failed + cases.skipped > 0) return { ...cases, failed };
  const skipped = readCount(suite, 'skipped');
  return { ...cases, failed, skipped, passed: Math.max(0, readCount(suite, 'tests') - failed - skipped) };
}

function countTimedSuite(suite: XmlElement): TestTotals {
  const counts = countSuite(suite);
  return { ...counts, durationSeconds: readSeconds(suite) || counts.durationSeconds };
}

function countCase(testCase: XmlElement): TestTotals {
  const has = (name: string) => childrenOf(testCase, name).length > 0;
  const durationSeconds = readSeconds(testCase);
  if (has('failure') || has('error')) return { ...NO_TESTS, failed: 1, durationSeconds };
  return has('skipped')
    ? { ...NO_TESTS, skipped: 1, durationSeconds }
    : { ...NO_TESTS, passed: 1, durationSeconds };
}

function add(left: TestTotals, right: TestTotals): TestTotals {
  return {
    passed: left.passed + right.passed,
    failed: left.failed + right.failed,
    skipped: left.skipped + right.skipped,
    durationSeconds: left.durationSeconds + right.durationSeconds,
  };
}

function childrenOf(element: XmlElement, name: string): readonly XmlElement[] {
  return element.children.filter(
    (child): child is XmlElement => child instanceof XmlElement && child.name === name,
  );
}

/** An amount; 0 where it is missing or makes no sense. Some reporters group thousands by commas. */
function readAmount(element: XmlElement, name: string): number {
  const value = Number(element.attributes[name]?.replaceAll(',', '') ?? 0);
  return Number.isFinite(value) && value > 0 ? value : 0;
}

function readCount(element: XmlElement, name: string): number {
  return Math.floor(readAmount(element, name));
}

function readSeconds(element: XmlElement): number {
  return readAmount(element, 'time');
}
