export type { AlertNotification } from '../alerts/index.ts';
export { createAccessPlugin } from './access/access-plugin.ts';
export { ROLES, type Role } from './access/identity.ts';
export { createServer } from './app.ts';
export { dataFolder } from './data-folder.ts';
export { openDeliveryStore } from './delivery/delivery-store.ts';
export { type OpenServer, openServer } from './open-server.ts';
export { connectStore, type ServerStore } from './parts/store.ts';
export { issueToken } from './tokens/issue-token.ts';
export {
  addIssuedToken,
  type IssuedToken,
  issuedFileOf,
  loadIssuedTokens,
  revokeToken,
} from './tokens/issued-file.ts';
export { openKeyFile, rotateKeyFile } from './tokens/key-file.ts';
export { openTokens } from './tokens/open-tokens.ts';
export { type CodeHolder, createSignInCode } from './tokens/sign-in-codes.ts';
