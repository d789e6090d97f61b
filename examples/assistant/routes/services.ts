import type { Monitoring } from 'aiwatch';
import type { AskModel } from '../model-client.ts';
import type { Sessions } from '../sessions.ts';
import type { User } from '../users.ts';

/** What the routes work with. */
export interface Services {
  readonly monitoring: Monitoring;
  readonly sessions: Sessions;
  readonly findUser: (userId: string) => User;
  readonly askModel: AskModel;
  /** The model that answers unless a request names another. */
  readonly defaultModel: string;
}
