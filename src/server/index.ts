export type { AlertNotification } from '../alerts/index.ts';
export { createAccessPlugin } from './access/access-plugin.ts';
export type { Role } from './access/identity.ts';
export { createServer } from './app.ts';
export { openDeliveryStore } from './delivery/delivery-store.ts';
export { type OpenServer, openServer } from './open-server.ts';
export { issueToken } from './tokens/issue-token.ts';
export { openKeyFile, rotateKeyFile } from './tokens/key-file.ts';
export { openTokens } from './tokens/open-tokens.ts';
