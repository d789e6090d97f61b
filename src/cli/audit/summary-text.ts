import type { AuditProblem, AuditSummary, AuditVerdict } from '../../audit/index.ts';

const VERDICTS: Readonly<Record<AuditVerdict, string>> = {
  valid: 'VALID: everything is there as it was committed.',
  erased: 'ERASED: what is there is as it was committed; what is missing was erased, which the log says.',
  expired:
    'EXPIRED: what is there is as it was committed; what is missing went by retention, which the log says.',
  changed: 'CHANGED: the export is not what was committed.',
};

function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}

function describeProblem({ line, leaf, record, eventId, reason }: AuditProblem): string {
  const places = [
    leaf === undefined ? undefined : `leaf ${leaf}`,
    record === undefined ? undefined : `record ${record}`,
    eventId === undefined ? undefined : `event ${JSON.stringify(eventId)}`,
    line === 0 ? undefined : `line ${line}`,
  ].filter(place => place !== undefined);
  return `  ${places.length > 0 ? `${places.join(', ')}: ` : ''}${reason}`;
}

function describeLeaves({ firstLeaf, leaves, unsignedLeaves }: AuditSummary): string {
  const range = leaves === 0 ? '' : ` (${firstLeaf} to ${firstLeaf + leaves - 1})`;
  const before = firstLeaf === 0 ? '' : `; the log has ${firstLeaf} before them, which were not checked`;
  const unsigned = unsignedLeaves === 0 ? '' : `; no checkpoint covers the last ${unsignedLeaves} yet`;
  return `  ${count(leaves, 'leaf', 'leaves')}${range}${before}${unsigned}`;
}

function describeKept(what: string, kept: number, erased: number, expired: number): string {
  return `  ${what}: ${kept} as committed, ${erased} erased, ${expired} expired`;
}

function describeCheckpoints({ checkpoints, earlierCheckpoints }: AuditSummary): string {
  const earlier =
    earlierCheckpoints === 0
      ? ''
      : `; of ${earlierCheckpoints} from before the first leaf only the signature`;
  return `  ${count(checkpoints, 'signed checkpoint')} checked${earlier}`;
}

/** What people read of a verification, line by line: the verdict, the counts, the problems. */
export function describeSummary(summary: AuditSummary): readonly string[] {
  const { problems, problemCount } = summary;
  const more = problemCount - problems.length;
  return [
    VERDICTS[summary.verdict],
    describeLeaves(summary),
    describeKept('records', summary.records, summary.erasedRecords, summary.expiredRecords),
    describeKept('details of actions', summary.actions, summary.erasedActions, summary.expiredActions),
    describeCheckpoints(summary),
    ...(problemCount === 0 ? [] : [`${count(problemCount, 'problem')}:`]),
    ...problems.map(describeProblem),
    ...(more === 0 ? [] : [`  … and ${more} more`]),
  ];
}
