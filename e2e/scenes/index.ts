import { ACCOUNT } from './account.ts';
import { AUDIT } from './audit.ts';
import { DASHBOARD } from './dashboard.ts';
import { ENTRANCE } from './entrance.ts';
import { PROVIDERS } from './providers.ts';
import { USERS } from './users.ts';

/** Every page, in every state that somebody is likely to see. */
export const SCENES = [...ENTRANCE, ...DASHBOARD, ...USERS, ...PROVIDERS, ...AUDIT, ...ACCOUNT];
