/** All ids that events of a user may have; the user's own is the first. */
export type UserAliases = (userId: string) => readonly string[];

/** Where no other ids are made of those of users. */
export const ownIdOnly: UserAliases = userId => [userId];
