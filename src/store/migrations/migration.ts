/** One step of the schema. Once released it is never changed: what changes comes in a further one. */
export interface Migration {
  /** Counts from 1, without gaps. */
  readonly version: number;
  readonly name: string;
  readonly sql: string;
}
