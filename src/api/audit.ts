/** Something that somebody did, as the audit trail has it. */
export interface AuditAction {
  /** Index of its leaf in the trail. */
  readonly leaf: number;
  /** ISO 8601. */
  readonly at: string;
  /** e.g. `privacy.export`. */
  readonly action: string;
  /** Null where it was erased or has expired; so are the following. */
  readonly actor: string | null;
  /** The user whom it concerns. */
  readonly target: string | null;
  readonly details: Readonly<Record<string, unknown>> | null;
}

/** Answer of `GET /api/v1/audit`: the newest first. */
export interface AuditAnswer {
  readonly actions: readonly AuditAction[];
  /** The parameter `before` of the next page; null on the last one. */
  readonly next: number | null;
}

/** Answer of `GET /api/v1/audit/key`. */
export interface AuditKeyAnswer {
  /** The public key that checks signatures: `name+id+base64`. */
  readonly vkey: string;
}

/** Answer of `GET /api/v1/audit/checkpoint`. */
export interface AuditCheckpointAnswer {
  /** A signed note (C2SP): origin, number of leaves, root hash, signatures; null where nothing was signed yet. */
  readonly checkpoint: string | null;
}
