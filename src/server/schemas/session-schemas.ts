import { errorAnswers, errorSchema } from './error-schema.ts';
import { nullableText, objectOf, text, time } from './values.ts';

const TAG = 'panel';
const MAX_TOKEN_LENGTH = 16 * 1024;
const MAX_CODE_LENGTH = 200;

const secretText = (maxLength: number) => ({ type: 'string', minLength: 1, maxLength }) as const;

/** Who is signed in; `SessionAnswer` of src/api/session.ts. */
const session = {
  type: 'object',
  required: ['signedIn', 'version', 'name', 'ways'],
  properties: {
    signedIn: { type: 'boolean' },
    role: { type: 'string', enum: ['admin', 'user'], description: 'Where somebody is signed in.' },
    userId: { ...nullableText, description: 'Null for an administrator whose token names nobody.' },
    expires: { ...time, description: 'When the session ends, unless it is asked for before.' },
    reason: { ...nullableText, description: 'Why a session is over, e.g. `TOKEN_EXPIRED`.' },
    version: { ...text, description: 'Of aiwatch.' },
    name: { ...text, description: 'Of the application.' },
    ways: objectOf({
      oidc: {
        type: ['object', 'null'],
        description: 'Sign-in by the identity provider, where one is configured.',
        properties: { label: text, url: text },
      },
    }),
  },
} as const;

/** Browsers are told by a page, others as everywhere. */
const refusal = {
  description: errorSchema.description,
  content: { 'application/json': { schema: errorSchema }, 'text/html': { schema: text } },
} as const;
const refusals = { '4xx': refusal, '5xx': refusal } as const;

/** What the routes of sign-in take and answer. */
export const sessionSchemas = {
  read: {
    tags: [TAG],
    summary: 'Says who is signed in',
    description: 'Answers 200 also where nobody is. A session of the cookie that is half over is renewed.',
    response: { 200: session, ...errorAnswers },
  },
  signIn: {
    tags: [TAG],
    summary: 'Signs in to the panel, by a token or the code of a link',
    description: 'Sets an HttpOnly cookie. Tokens of the role `service` are refused; a code works once.',
    body: {
      type: 'object',
      additionalProperties: false,
      minProperties: 1,
      maxProperties: 1,
      properties: { token: secretText(MAX_TOKEN_LENGTH), code: secretText(MAX_CODE_LENGTH) },
    },
    response: { 200: session, ...errorAnswers },
  },
  signOut: {
    tags: [TAG],
    summary: 'Signs out',
    description: 'The session of the cookie is over, also in copies of it. Without one, nothing happens.',
    response: { 204: { type: 'null', description: 'Nobody is signed in.' }, ...errorAnswers },
  },
  oidcStart: {
    tags: [TAG],
    summary: 'Sends the browser to the identity provider',
    querystring: {
      type: 'object',
      properties: {
        returnTo: { ...text, maxLength: 2000, description: 'Path of the panel to come back to.' },
      },
    },
    response: { 302: { type: 'null', description: 'To the identity provider.' }, ...refusals },
  },
  oidcCallback: {
    tags: [TAG],
    summary: 'Takes the answer of the identity provider, and signs in',
    response: { 302: { type: 'null', description: 'To the panel.' }, ...refusals },
  },
} as const;
