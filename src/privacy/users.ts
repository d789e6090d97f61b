/** All ids that events of a user may have; the user's own is the first. */
export type UserAliases = (userId: string) => readonly string[];
