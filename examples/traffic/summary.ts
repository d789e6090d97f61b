/**
 * How a step ended: `ok`; `refused` with a 4xx that the step allows; `failed` with a 5xx; `aborted` by the user;
 * `broken`, a stream that ended in an error; `unreachable`, no answer at all; `unexpected`, any other answer.
 */
export type Outcome = 'ok' | 'refused' | 'failed' | 'aborted' | 'broken' | 'unreachable' | 'unexpected';

/** What the users did up to now. */
export interface Summary {
  readonly sessions: { readonly started: number; readonly ended: number; readonly abandoned: number };
  /** Answers received, of any status. */
  readonly responses: number;
  /** Of these, the ones with a status of 500 and above. */
  readonly serverErrors: number;
  /** Name of the step, then outcome, then how often. */
  readonly steps: Readonly<Record<string, Readonly<Partial<Record<Outcome, number>>>>>;
}

/** Counts while the users are at work. */
export interface Tally {
  countStep(step: string, outcome: Outcome): void;
  countResponse(status: number): void;
  countSession(event: keyof Summary['sessions']): void;
  /** A copy of the counts. */
  summary(): Summary;
}

/** A tally with everything at zero. */
export function buildTally(): Tally {
  const sessions = { started: 0, ended: 0, abandoned: 0 };
  const steps = new Map<string, Partial<Record<Outcome, number>>>();
  let responses = 0;
  let serverErrors = 0;
  return {
    countStep(step, outcome) {
      const counts = steps.get(step) ?? {};
      counts[outcome] = (counts[outcome] ?? 0) + 1;
      steps.set(step, counts);
    },
    countResponse(status) {
      responses += 1;
      serverErrors += status >= 500 ? 1 : 0;
    },
    countSession(event) {
      sessions[event] += 1;
    },
    summary: () => ({
      sessions: { ...sessions },
      responses,
      serverErrors,
      steps: Object.fromEntries([...steps].sort().map(([step, counts]) => [step, { ...counts }])),
    }),
  };
}

/** The summary as one line of text. */
export function formatSummary({ sessions, responses, serverErrors, steps }: Summary): string {
  const percent = responses === 0 ? 0 : (100 * serverErrors) / responses;
  const parts = Object.entries(steps).map(
    ([step, counts]) =>
      `${step} ${Object.entries(counts)
        .map(([outcome, count]) => `${count} ${outcome}`)
        .join(' ')}`,
  );
  return [
    `${responses} responses, ${serverErrors} of them 5xx (${percent.toFixed(1)} %)`,
    `${sessions.started} sessions started, ${sessions.ended} ended, ${sessions.abandoned} abandoned`,
    ...parts,
  ].join('; ');
}
