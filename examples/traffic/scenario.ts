/** Which users play: `mixed` people who also leave half-way and make mistakes, or only `healthy`, cheap and quick ones. */
export type Scenario = 'mixed' | 'healthy';

/** How the users of a scenario behave. */
export interface Manner {
  /** Median pause between two steps at pace 1, in milliseconds. */
  readonly thinkMedianMs: number;
  readonly fewestSteps: number;
  readonly mostSteps: number;
  /** Share of sessions that are left without being ended. */
  readonly vanishRate: number;
}

/** The manners of each scenario. */
export const MANNERS: Readonly<Record<Scenario, Manner>> = {
  mixed: { thinkMedianMs: 2_500, fewestSteps: 4, mostSteps: 14, vanishRate: 0.15 },
  healthy: { thinkMedianMs: 250, fewestSteps: 20, mostSteps: 40, vanishRate: 0 },
};
