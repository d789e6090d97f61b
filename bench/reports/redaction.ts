import { measureRedaction } from '../cases/redaction.ts';
import { buildTable, ratioText } from '../table.ts';

/** What it takes to keep secrets and personal data out of an event, beside a scanner for secrets. */
export async function reportRedaction(): Promise<string> {
  const { accepted, redacted, secretlint } = await measureRedaction();
  const rows = [
    [
      'aiwatch: secrets and personal data taken out',
      `${redacted.toFixed(1)} µs`,
      ratioText(redacted, redacted),
    ],
    [
      'aiwatch: checked, redacted and written for the spool',
      `${accepted.toFixed(1)} µs`,
      ratioText(accepted, redacted),
    ],
    [
      'secretlint: secrets looked for, nothing taken out',
      `${secretlint.toFixed(1)} µs`,
      ratioText(secretlint, redacted),
    ],
  ];
  return `## Redaction\n\n${buildTable(['one chat event of 400 bytes', 'time', 'to our redaction'], rows)}`;
}
