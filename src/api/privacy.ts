/** What a user answered, as it was recorded last. */
export interface RecordedConsent {
  readonly userId: string;
  readonly granted: boolean;
  /** ISO 8601. */
  readonly recordedAt: string;
  /** Who recorded it: the user, an administrator, or `aiwatch` for another id of a user who refused. */
  readonly recordedBy: string;
}

/** Answer of `GET /api/v1/privacy/users/:userId/consent`: all is null where nothing is recorded. */
export type ConsentAnswer =
  | RecordedConsent
  | {
      readonly userId: string;
      readonly granted: null;
      readonly recordedAt: null;
      readonly recordedBy: null;
    };

/** Answer of `GET /api/v1/privacy/consents`, in the order of user ids. */
export interface ConsentsAnswer {
  readonly consents: readonly RecordedConsent[];
  /** The parameter `after` of the next page; null on the last one. */
  readonly next: string | null;
}

/** Answer of `DELETE /api/v1/privacy/users/:userId`: how much is gone. */
export interface ErasureAnswer {
  readonly events: number;
  readonly requests: number;
  /** Rows of sessions, daily counts, dead letters and consent. */
  readonly otherRows: number;
  /** Actions of the audit trail whose details are gone. */
  readonly actions: number;
}
