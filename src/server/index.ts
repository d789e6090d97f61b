export { type AccessPluginOptions, createAccessPlugin } from './access/access-plugin.ts';
export {
  type AuthConfig,
  DEFAULT_RATE_LIMITS,
  type JwksConfig,
  type RateLimits,
} from './access/auth-config.ts';
export { type Identity, identityOf, ROLES, type Role } from './access/identity.ts';
export { mayReadUser } from './access/may-read-user.ts';
export { requireRole } from './access/require-role.ts';
export { createServer } from './app.ts';
export { dataFolder } from './data-folder.ts';
export { openDeliveryStore } from './delivery/delivery-store.ts';
export { type OpenServer, openServer } from './open-server.ts';
export type { AlertNotification } from './routes/alertmanager.ts';
export { issueToken, type TokenRequest } from './tokens/issue-token.ts';
export {
  addIssuedToken,
  type IssuedToken,
  issuedFileOf,
  loadIssuedTokens,
  revokeToken,
} from './tokens/issued-file.ts';
export { openKeyFile, rotateKeyFile } from './tokens/key-file.ts';
export { openTokens, type Tokens } from './tokens/open-tokens.ts';
