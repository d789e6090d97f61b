import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseTestReport, readTestReports } from '../../../src/cli/ci/junit-report.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';

const parse = (xml: string) => parseTestReport(xml, 'report.xml');

describe('a JUnit XML report', () => {
  it('is counted by its test cases, however deep, and takes the time of the whole', () => {
    const xml = `<?xml version="1.0" encoding="UTF-8"?>
      <testsuites name="all" tests="99" time="61.5">
        <testsuite name="a" time="1">
          <testcase name="passes" time="0.5"/>
          <testsuite name="b">
            <testcase name="fails"><failure message="expected 1 &lt; 0">at line 1</failure></testcase>
            <testcase name="breaks"><error/></testcase>
            <testcase name="waits"><skipped/></testcase>
          </testsuite>
        </testsuite>
        <testsuite name="c"><testcase name="flaky"><flakyFailure/></testcase></testsuite>
      </testsuites>`;
    expect(parse(xml)).toEqual({ passed: 2, failed: 2, skipped: 1, durationSeconds: 61.5 });
  });

  it.each([
    ['suites', '<testsuites><testsuite time="1"/><testsuite time="1,002.5"/></testsuites>', 1003.5],
    ['cases', '<testsuite><testcase time="1"/><testcase time="2"/></testsuite>', 3],
    ['nothing that makes sense', '<testsuite time="soon"><testcase time="-1"/></testsuite>', 0],
  ])('without a time of its own takes that of its %s', (_what, xml, durationSeconds) => {
    expect(parse(xml).durationSeconds).toBe(durationSeconds);
  });

  it('that lists no cases is counted by what it says about itself', () => {
    const xml =
      '<testsuites><testsuite tests="10" failures="2" errors="1" skipped="3" time="1"/></testsuites>';
    expect(parse(xml)).toEqual({ passed: 4, failed: 3, skipped: 3, durationSeconds: 1 });
  });

  it('counts a set-up that failed beside the cases that passed', () => {
    const xml = '<testsuite tests="2" errors="1"><testcase/><testcase/></testsuite>';
    expect(parse(xml)).toMatchObject({ passed: 2, failed: 1 });
  });

  it('may be empty', () => {
    expect(parse('<testsuites/>')).toEqual({ passed: 0, failed: 0, skipped: 0, durationSeconds: 0 });
  });

  it('may have characters that XML forbids, and entities that nobody defined', () => {
    const xml =
      '<testsuite><testcase><failure>\u001b[31m &#27;[0m &#x1B; &#xD800; &#65; &nbsp;</failure></testcase></testsuite>';
    expect(parse(xml)).toMatchObject({ failed: 1 });
  });

  it.each([
    [
      '<testsuites>\n  <testsuite>\n</testsuites>',
      /^report\.xml:3:\d+: expected a JUnit XML report, found Missing end tag/,
    ],
    ['{"tests": 1}', /^report\.xml:1:1: expected a JUnit XML report, found .+/],
    ['', /^report\.xml:1:1: /],
    ['<coverage/>', /^report\.xml: expected <testsuites> or <testsuite>, found <coverage>\./],
  ])('is refused with its place where it is none: %s', (xml, message) => {
    expect(() => parse(xml)).toThrow(message);
    expect(() => parse(xml)).toThrow('[TEST_REPORT_INVALID]');
  });

  it('of several files is added up, and names the file that cannot be read', async () => {
    const folder = await createTemporaryFolder();
    const files = ['a.xml', 'b.xml'].map(name => join(folder, name));
    for (const file of files) await writeFile(file, '<testsuite time="2"><testcase/></testsuite>');
    expect(await readTestReports(files)).toMatchObject({ passed: 2, durationSeconds: 4 });
    await expect(readTestReports([...files, join(folder, 'c.xml')])).rejects.toThrow(
      /c\.xml: expected a JUnit XML report, found ENOENT/,
    );
  });
});
