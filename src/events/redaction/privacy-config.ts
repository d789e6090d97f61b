/** How much of an event is kept. Secrets are removed at every level. */
type CaptureLevel = 'none' | 'metadata' | 'redacted' | 'full';

/** What becomes of personal data in texts, and of the fields that say who somebody is. */
type PersonalDataMode = 'mask' | 'hash' | 'keep';

/** What is kept of an event, and in which form. */
export interface PrivacyConfig {
  /**
   * `none`: no events. `metadata`: without what people and models wrote, and without texts of more than 100
   * characters. `redacted`: personal data masked or hashed. `full`: everything but secrets and contents of files.
   */
  readonly captureLevel: CaptureLevel;
  readonly personalData: PersonalDataMode;
  /** Key of the hashes that replace personal data; kept, so that the same person has the same hash tomorrow. */
  readonly hashKey: Uint8Array | string;
  /** Whether contents of files that tools read and write are kept. */
  readonly fileContents: boolean;
  /** Whether users become keyed hashes (`anon-…`): `userId`, and `userName` with it. */
  readonly anonymizeUsers: boolean;
  /** Whether events of who asked not to be followed are left out. @default true */
  readonly respectDnt?: boolean | undefined;
}
